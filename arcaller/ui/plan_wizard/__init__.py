"""The wizard in which caller and client build a payment plan while they talk."""
