"""The views of the work list: which of them a client belongs to stands in its summary row as one whole number."""

from __future__ import annotations

from enum import IntFlag


class WorkView(IntFlag):
    """One bit each; a client may be in several. All but the last three hold only clients that are due today."""

    TODAY = 1
    BROKEN_PROMISES = 2
    CALL_BACKS = 4
    HIGH_VALUE = 8
    NEVER_REACHED = 16
    DISPUTE_ANSWERED = 32
    LEFT_OVER = 64
    WAITING_FOR_APPROVAL = 128
    ORPHANS = 256
    PUT_BACK = 512


_TODAY_SQL = f"""{WorkView.TODAY:d}
    | iif(s.is_broken, {WorkView.BROKEN_PROMISES:d}, 0)
    | iif(s.is_called_back, {WorkView.CALL_BACKS:d}, 0)
    | iif(s.value_class = 'A', {WorkView.HIGH_VALUE:d}, 0)
    | iif(NOT EXISTS (SELECT 1 FROM call k WHERE k.client_id = s.client_id AND k.was_right_party = 1),
        {WorkView.NEVER_REACHED:d}, 0)
    | iif(s.next_kind = 'review_dispute' OR EXISTS (SELECT 1 FROM dispute d WHERE d.client_id = s.client_id
        AND d.resolved_on BETWEEN coalesce(arcaller_local_day(s.last_call_at, :zone), '') AND :t0),
        {WorkView.DISPUTE_ANSWERED:d}, 0)
    | iif(s.next_on < :t0, {WorkView.LEFT_OVER:d}, 0)"""
VIEW_CASES = f"""(iif(s.is_lead, {_TODAY_SQL}, 0)
    | iif(EXISTS (SELECT 1 FROM payment_plan p JOIN plan_version v ON v.plan_id = p.id
        AND v.version = p.current_version WHERE p.client_id = s.client_id AND p.state = 'proposed'
        AND v.is_within_authority = 0), {WorkView.WAITING_FOR_APPROVAL:d}, 0)
    | iif(s.overdue_minor > s.paused_minor AND s.next_on IS NULL AND NOT s.is_spared, {WorkView.ORPHANS:d}, 0)
    | iif(s.is_put_back AND s.next_on > :t0, {WorkView.PUT_BACK:d}, 0))"""
"""The views of a main row over the columns of the summary's last step, as SQL."""
