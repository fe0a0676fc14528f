"""One module per screen or report: each question is one query, each answer frozen rows."""
