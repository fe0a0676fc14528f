"""Which settings stand where, in the words of the office."""

from __future__ import annotations

from arcaller.services.step_settings import STEP_KINDS
from arcaller.ui.settings.setting_fields import CardSpec, FieldSpec

COMPANY = (
    CardSpec(
        "On every paper",
        (
            FieldSpec("company_name", "Name", placeholder="as it stands on your invoices"),
            FieldSpec("company_address", "Address", "lines", placeholder="street\npostcode and town"),
            FieldSpec("company_registration", "Registration", placeholder="register and number, tax number"),
            FieldSpec("company_phone", "Phone"),
            FieldSpec("company_email", "E-mail"),
            FieldSpec("paper", "Paper", "choice", choices=("A4", "Letter")),
        ),
    ),
    CardSpec(
        "Where clients pay",
        (
            FieldSpec("bank_account_name", "Account holder"),
            FieldSpec("bank_iban", "IBAN", "iban"),
            FieldSpec("bank_bic", "BIC"),
            FieldSpec("bank_number", "Account number", placeholder="where there is no IBAN"),
            FieldSpec("bank_name", "Bank"),
            FieldSpec("upi_id", "UPI", placeholder="name@bank, for rupees"),
            FieldSpec("pay_link", "Pay link", placeholder="https://…"),
        ),
    ),
    CardSpec(
        "Agreements",
        (
            FieldSpec("signatory_name", "Signed by"),
            FieldSpec("signatory_capacity", "As", placeholder="managing director"),
            FieldSpec("company_place", "Place of signing"),
            FieldSpec("governing_law", "Governing law", placeholder="the law of …"),
            FieldSpec("courts", "Courts", placeholder="the courts of …"),
            FieldSpec("privacy_contact", "Privacy contact", placeholder="e-mail or address"),
        ),
    ),
    CardSpec(
        "Place",
        (
            FieldSpec("company_country", "Country", "country", "two letters, for holidays", "DE"),
            FieldSpec("company_subdivision", "Region", hint="for regional holidays", placeholder="BY"),
            FieldSpec("company_time_zone", "Time zone", placeholder="Europe/Berlin"),
        ),
    ),
)
CALLING = (
    CardSpec(
        "When clients are called",
        (
            FieldSpec("call_opens", "From", "clock", "in the client's local time"),
            FieldSpec("call_closes", "Until", "clock", "in the client's local time"),
            FieldSpec("attempts_a_day", "Try again", "whole", "times a day, then another day; caps: Rules"),
        ),
    ),
    CardSpec(
        "Promises",
        (
            FieldSpec("grace_business_days", "Grace", "whole",
                      "business days after the date before a promise counts as broken"),
            FieldSpec("remind_promise_days", "Reminder", "whole", "business days before the date; 0 is none"),
        ),
    ),
    CardSpec(
        "Payment data",
        (
            FieldSpec("payments_stale_days", "Stale after", "whole",
                      "business days without an import of payments: the sheet and the script then say so"),
        ),
    ),
)  # fmt: skip
_STEPS = (
    ("voicemail", "2 Voicemail"),
    ("plan", "5 Plan without a proposal"),
    ("dispute", "6 Dispute"),
    ("wrong_number", "8 Wrong number"),
    ("refuses", "9 Refuses"),
    ("says_paid", "0 p Says paid"),
    ("wants_copy", "0 c Wants a copy"),
    ("message", "0 m Message with a person"),
    ("no_commitment", "0 n No commitment"),
)
OUTCOMES = (
    CardSpec(
        "1 No answer and 3 Busy",
        (
            FieldSpec("retry_minutes", "No answer", "whole", "minutes until it is tried again the same day"),
            FieldSpec("busy_retry_minutes", "Busy", "whole", "minutes until it is tried again the same day"),
        ),
    ),
    CardSpec(
        "The halves of the day",
        (
            FieldSpec("step_morning", "Morning", "clock", "after a call in the afternoon"),
            FieldSpec("step_afternoon", "Afternoon", "clock", "after a call in the morning"),
        ),
    ),
    *(
        CardSpec(
            title,
            (
                FieldSpec(f"step_{name}_kind", "Next step", "choice", choices=tuple(STEP_KINDS)),
                FieldSpec(f"step_{name}_days", "After", "whole", "business days at the client's place"),
                FieldSpec(f"step_{name}_at", "At", "moment", "10:00, “other half” of the day, or empty: any time"),
            ),
        )
        for name, title in _STEPS
    ),
)
PLANS = (
    CardSpec(
        "Payment plans",
        (
            FieldSpec("cure_business_days", "Time to cure", "whole", "business days after a missed installment"),
            FieldSpec(
                "remind_installment_business_days",
                "Reminder",
                "whole",
                "business days before an installment; 0: none",
            ),
            FieldSpec("time_barred_years", "Time-barred after", "whole", "years: older invoices warn before a plan"),
            FieldSpec("cost_of_money_percent", "Cost of money", "percent", "% a year that waiting costs"),
        ),
    ),
)
WORK_LIST = (
    CardSpec(
        "What lifts a client",
        (
            FieldSpec("work_value", "Overdue value", "whole", "points at the most"),
            FieldSpec("work_half_value_major", "Half of them at", "whole", "overdue, in the client's currency"),
            FieldSpec("work_risk", "Pays late", "whole", "points if every invoice was paid late so far"),
            FieldSpec("work_age", "Oldest item", "whole", "points at the most"),
            FieldSpec("work_full_age_days", "All of them from", "whole", "days past due on"),
            FieldSpec("work_broken_promise", "Broken promise", "whole", "points; above the others together: on top"),
        ),
    ),
    CardSpec(
        "What lowers a client",
        (
            FieldSpec("work_open_promise", "Open promise", "whole", "points"),
            FieldSpec("work_plan_on_track", "Plan on track", "whole", "points"),
            FieldSpec("work_dispute", "In dispute", "whole", "points if all that is overdue is in dispute"),
            FieldSpec("work_unapplied", "Unapplied cash", "whole", "points if it covers all that is overdue"),
        ),
    ),
    CardSpec(
        "The day",
        (
            FieldSpec("work_least_balance", "Worth a call from", "amounts", "overdue, such as 25; JPY 3000",
                      "25; JPY 3000"),
            FieldSpec("day_ends", "Last call at", "clock", "in the company's time; the day plan counts to it"),
        ),
    ),
)  # fmt: skip
