"""What makes a readable picture, or a set of them, suspicious."""

from collections.abc import Mapping, Sequence

from ganstudio.data.entries import Entry
from ganstudio.data.findings import Finding

LEAVE_OUT = "Leave it out."
_LONG = 3
_FEW = 100
_IMBALANCE = 5


def odd_pictures(file: str, size: tuple[int, int], is_blank: bool, usual: float) -> list[Finding]:
    """Findings about one picture; `usual` is the wanted or the usual length of the shorter side."""
    width, height = size
    findings = []
    if is_blank:
        findings.append(Finding(file, "suspicious", "It is one plain colour.", LEAVE_OUT))
    if min(size) < usual / 2:
        reason = f"It is small: {width} x {height} pixels, less than half of {usual:.0f}."
        findings.append(Finding(file, "suspicious", reason, LEAVE_OUT))
    if max(size) > _LONG * min(size):
        reason = f"It is very long: {width} x {height} pixels; cropping to a square loses most of it."
        findings.append(Finding(file, "suspicious", reason, LEAVE_OUT))
    return findings


def duplicates(entries: Sequence[Entry], digests: Sequence[bytes]) -> list[Finding]:
    """Every picture that shows pixel for pixel what an earlier one shows."""
    first: dict[bytes, Entry] = {}
    findings = []
    for entry, digest in zip(entries, digests):
        original = first.setdefault(digest, entry)
        if original is not entry:
            elsewhere = original.label != entry.label
            classes = f", which is in class {original.label}" if elsewhere else ""
            reason = f"It is the same picture as {original.file}{classes}."
            findings.append(Finding(entry.file, "suspicious", reason, LEAVE_OUT))
    return findings


def odd_set(count: int, class_counts: Mapping[str, int]) -> list[Finding]:
    """Findings about the set as a whole."""
    findings = []
    if count == 0:
        findings.append(Finding("", "unusable", "There are no usable pictures.", "Choose another folder."))
    elif count < _FEW:
        reason = f"There are only {count} usable pictures; a network will learn them by heart."
        findings.append(
            Finding("", "suspicious", reason, "Add pictures, or switch on adaptive augmentation.")
        )
    if len(class_counts) == 1:
        reason = f"All pictures are in one class, {next(iter(class_counts))}, so classes are not used."
        findings.append(
            Finding("", "suspicious", reason, "Make one folder for each class if there are several.")
        )
    if len(class_counts) > 1:
        findings += _imbalance(class_counts)
    return findings


def odd_side(title: str, count: int, fewest: int) -> list[Finding]:
    """Findings about one of two sides as a whole; `fewest` pictures are needed."""
    if count < fewest:
        reason = f"{title} has {count} usable pictures, and each side needs {fewest} or more."
        return [Finding("", "unusable", reason, "Add pictures.")]
    if count < _FEW:
        reason = f"{title} has only {count} usable pictures; a network will learn them by heart."
        return [Finding("", "suspicious", reason, "Add pictures.")]
    return []


def _imbalance(class_counts: Mapping[str, int]) -> list[Finding]:
    least, most = (pick(class_counts, key=lambda name: class_counts[name]) for pick in (min, max))
    if class_counts[most] < _IMBALANCE * class_counts[least]:
        return []
    numbers = f"{class_counts[most]:,} pictures of {most} and {class_counts[least]:,} of {least}"
    reason = f"The classes are imbalanced: {numbers}."
    return [
        Finding(
            "", "suspicious", reason, "Set class weighting to balanced, or add pictures of the rare classes."
        )
    ]
