"""What a settings form edits: changes against a preset, each one checked, without any widget."""

from collections.abc import Mapping
from typing import Any

from ganstudio.errors import StudioError
from ganstudio.settings import FieldHelp, Settings, describe


class Draft:
    """Changes of a person against a starting point. A value that is refused stays with its sentence in `problems`,
    outside `settings`, until it is put right."""

    def __init__(self, settings_type: type[Settings], presets: Mapping[str, Settings]) -> None:
        self.fields: dict[str, FieldHelp] = {field.name: field for field in describe(settings_type)}
        self.presets: dict[str | None, Settings] = {None: settings_type()}
        self.presets.update(presets.items())
        self.preset: str | None = None
        self.settings = self.base
        self.problems: dict[str, str] = {}
        self._refused: dict[str, Any] = {}

    @property
    def base(self) -> Settings:
        """What every reset goes back to."""
        return self.presets[self.preset]

    def use_preset(self, preset: str | None) -> None:
        """Starts from another preset; changes made by hand are dropped, as the preset is a whole."""
        self.preset = preset
        self.clear()

    def clear(self) -> None:
        """Everything back to the preset."""
        self.settings = self.base
        self.problems, self._refused = {}, {}

    def change(self, name: str, value: Any) -> None:
        """Takes a value, or keeps a sentence that says why not. Refused values are tried again after each change."""
        self._refused.pop(name, None)
        self.problems.pop(name, None)
        others = dict(self._refused)
        self._try(
            name, getattr(self.base, name)
        )  # what was typed on the way to a refused value does not stay
        for field, wanted in {name: value, **others}.items():
            self._try(field, wanted)

    def reset(self, name: str) -> None:
        self.change(name, getattr(self.base, name))

    def show(self, values: Mapping[str, Any]) -> None:
        """Takes over the settings of a run as they are."""
        self.problems, self._refused = {}, {}
        self.settings = self.base.changed({name: values[name] for name in self.fields if name in values})

    def changes(self) -> dict[str, Any]:
        """What differs from the preset."""
        return {
            name: self.value(name) for name in self.fields if self.value(name) != getattr(self.base, name)
        }

    def value(self, name: str) -> Any:
        return getattr(self.settings, name)

    def wanted(self, name: str) -> Any:
        """What was asked for last, be it refused."""
        return self._refused.get(name, self.value(name))

    def is_changed(self, name: str) -> bool:
        return name in self._refused or self.value(name) != getattr(self.base, name)

    def _try(self, name: str, value: Any) -> None:
        try:
            self.settings = self.settings.changed({name: value})
        except StudioError as error:
            self.problems[name] = _with_label(str(error), self.fields[name])
            self._refused[name] = value
        else:
            self.problems.pop(name, None)
            self._refused.pop(name, None)


def _with_label(sentence: str, field: FieldHelp) -> str:
    """The command line says `generator_lr`; the window says what stands on the row."""
    return field.label + sentence.removeprefix(field.name) if sentence.startswith(field.name) else sentence


def shown(value: Any) -> str:
    """A value as a field shows it: 2560 as 2,560, 0.0002 as 0.0002, never in powers of ten above 1e-6."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return (
            f"{value:.12f}".rstrip("0").rstrip(".")
            if 1e-6 <= abs(value) < 1e9 or value == 0
            else f"{value:g}"
        )
    return str(value)
