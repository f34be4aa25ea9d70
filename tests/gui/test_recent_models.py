"""The models that were loaded last: what is kept, what is read again."""

from pathlib import Path

from ganstudio.gui.models.recent_models import RecentModels


def test_the_last_few_are_kept_and_a_changed_file_is_read_again(tmp_path: Path) -> None:
    recent: RecentModels[str] = RecentModels(2)
    read: list[str] = []

    def get(name: str) -> str:
        file = tmp_path / name

        def load() -> str:
            read.append(name)
            return file.read_text()

        return recent.get(file, load)

    for name in "abc":
        (tmp_path / name).write_text(name)
    assert [get("a"), get("b"), get("a"), get("c"), get("a")] == ["a", "b", "a", "c", "a"]
    assert read == ["a", "b", "c"]
    assert get("b") == "b"
    assert read == ["a", "b", "c", "b"], "the one that was not asked for longest was given up"
    (tmp_path / "b").write_text("longer")
    assert get("b") == "longer"
