"""Numbers as a person reads them."""


def count(number: float) -> str:
    """18400 as 18,400; from a million on 1.18 M."""
    for size, unit in ((1e9, "G"), (1e6, "M")):
        if number >= size:
            return f"{number / size:.3g} {unit}"
    return f"{round(number):,}"


def short(number: float) -> str:
    """For axes: 15000 as 15k, 1200000 as 1.2M."""
    number = round(number, 12) + 0.0  # -0 is 0
    for size, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(number) >= size:
            return f"{number / size:.6g}{unit}"
    return f"{number:.6g}"


def speed(pictures_a_second: float) -> str:
    return f"{pictures_a_second:,.0f} /s" if pictures_a_second >= 10 else f"{pictures_a_second:.1f} /s"


def duration(seconds: float) -> str:
    """45 s, 47 min, 1 h 45 min, 3 d 4 h."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    days, hours = divmod(hours, 24)
    return f"{days} d {hours} h" if hours else f"{days} d"


def about(seconds: float) -> str:
    """Remaining time, rounded so that it does not flicker: to 5 s, then to minutes."""
    rounded = max(5, round(seconds / 5) * 5) if seconds < 60 else seconds
    return f"about {duration(rounded)}"


def value(number: float) -> str:
    """A loss: three figures, no powers of ten for what a person can read."""
    if number != number or number in (float("inf"), float("-inf")):
        return "not a number"
    size = abs(number)
    if size >= 100_000 or 0 < size < 0.0001:
        return f"{number:.2e}"
    if 0 < size < 0.1:
        return f"{number:.4f}"
    return f"{number:,.0f}" if size >= 100 else f"{number:.1f}" if size >= 10 else f"{number:.2f}"


def gigabytes(size: float) -> str:
    return f"{size / 2**30:.1f}"
