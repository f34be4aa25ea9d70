"""Which of a run's notices is the one to show. No Qt in here."""

from collections.abc import Sequence

from ganstudio.training.events import Health


def open_notice(notices: Sequence[Health], dismissed: int) -> Health | None:
    """The newest problem that is not over, else the newest word. Of all, the first `dismissed` are done with.

    A word of level "info" ends the problem of its kind (`training.health.monitor`).
    """
    problems: dict[str, Health] = {}
    words: dict[str, Health] = {}
    for notice in notices[dismissed:]:
        if notice.level == "info":
            was_open = problems.pop(notice.kind, None) is not None
            words = {} if was_open else {notice.kind: notice}
        else:
            problems.pop(notice.kind, None)
            problems[notice.kind] = notice
    shown = problems or words
    return list(shown.values())[-1] if shown else None
