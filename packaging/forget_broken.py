"""Makes pip install again what an interrupted installation left half-written in the environment that runs this.

pip writes a package file by file, and takes one whose metadata it finds for installed. So the metadata of every
package that is not whole is deleted; pip then writes that package anew over what is there.
"""

import shutil
import sysconfig
from collections.abc import Iterator
from importlib.metadata import Distribution
from pathlib import Path


def is_whole(metadata: Path) -> bool:
    """Whether every file that the package lists is there, with the size that it lists."""
    package = Distribution.at(metadata)
    if not (metadata / "METADATA").is_file() or package.files is None:
        return False
    return all(_is_there(Path(str(file.locate())), file.size) for file in package.files)


def _is_there(path: Path, size: int | None) -> bool:
    if path.suffix == ".pyc" or size is None:  # made when needed; without a size there is nothing to compare
        return True
    return path.is_file() and path.stat().st_size == size


def broken(site_packages: Path) -> Iterator[Path]:
    """The metadata folders of packages that are not whole."""
    return (metadata for metadata in site_packages.glob("*.dist-info") if not is_whole(metadata))


def main() -> None:
    """Forgets every broken package, saying which."""
    for folder in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
        for metadata in sorted(broken(Path(folder))):
            print(f"{metadata.stem} is not whole; it will be installed again.", flush=True)
            shutil.rmtree(metadata)


if __name__ == "__main__":
    main()
