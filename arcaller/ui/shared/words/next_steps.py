"""Next steps as words: what a list says that comes next with a client."""

from __future__ import annotations

STEP_WORDS: dict[str, str] = {
    "call": "Call",
    "call_back": "Call back",
    "check_promise": "Check the promise",
    "remind_promise": "Remind of the promise",
    "check_plan": "Check the plan",
    "finish_plan": "Finish the plan",
    "review_dispute": "Review the dispute",
    "find_number": "Find a number",
    "supervisor_review": "Supervisor decides",
    "check_payment": "Check the payment",
    "send_copy": "Send a copy",
    "remind_installment": "Remind of the installment",
    "answer_notice": "Decide after the notice",
}
"""By the kind of a follow-up as it is stored."""
