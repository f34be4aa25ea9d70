"""The monitor of a run's health: problems named with evidence and a remedy. Nothing here loads torch."""

from ganstudio.training.health.facts import Facts, facts_of
from ganstudio.training.health.monitor import Monitor
from ganstudio.training.health.summary import summary_of

__all__ = ["Facts", "Monitor", "facts_of", "summary_of"]
