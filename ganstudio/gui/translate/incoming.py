"""What is dropped or pasted, sorted: files and folders, pictures without a file, and what is only an address."""

import base64
import binascii
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication, QImage

from ganstudio.gui.models.translate.picture_queue import PictureQueue

ON_THE_WEB = (
    "{name}: it is an address on the web; save the picture, or copy the picture itself, and bring that here."
)
NO_IMAGE = "{name}: what came with it cannot be read as a picture; save it as a file and drop that."
LONGEST = 80  # characters of a name that was made of an address


def can_take(mime: QMimeData) -> bool:
    """Whether there is anything in it that gets a row."""
    return mime.hasImage() or any(not url.isEmpty() for url in mime.urls())


def take(queue: PictureQueue, mime: QMimeData) -> bool:
    """Everything in it. A picture that a browser gives along with its address is taken as it is."""
    urls = [url for url in mime.urls() if not url.isEmpty()]
    files = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    others = [url for url in urls if not url.isLocalFile()]
    if files:
        queue.add(files)
    has_image = mime.hasImage() and not files
    if has_image:
        name = name_of(others[0]) if others else "Pasted picture"
        _take_image(queue, QImage(mime.imageData()), name)
    for url in others[1:] if has_image else others:
        _take_address(queue, url)
    return bool(files or has_image or others)


def take_clipboard(queue: PictureQueue) -> bool:
    """The same of what was copied."""
    mime = QGuiApplication.clipboard().mimeData()
    return mime is not None and take(queue, mime)


def name_of(url: QUrl) -> str:
    """What a picture from the web is called: the end of its address."""
    if url.scheme() == "data":
        return "Picture from a page"
    parts = urlsplit(url.toString())
    return unquote(parts.path.rstrip("/").rpartition("/")[2] or parts.netloc or url.toString())[:LONGEST]


def _take_image(queue: PictureQueue, image: QImage, name: str) -> None:
    if image.isNull():
        queue.add_refused(name, NO_IMAGE.format(name=name))
    else:
        queue.add_picture(image, name)


def _take_address(queue: PictureQueue, url: QUrl) -> None:
    name = name_of(url)
    if url.scheme() != "data":
        queue.add_refused(name, ON_THE_WEB.format(name=name))
        return
    content = _content_of(url)
    if content:
        queue.add_picture(content, name)
    else:
        queue.add_refused(name, NO_IMAGE.format(name=name))


def _content_of(url: QUrl) -> bytes:
    """The bytes in a data: address, nothing where they are damaged."""
    head, _, body = bytes(url.toEncoded().data()).decode("ascii", "replace").partition(",")
    if not head.endswith(";base64"):
        return unquote_to_bytes(body)
    try:
        return base64.b64decode(unquote(body), validate=True)
    except (binascii.Error, ValueError):
        return b""
