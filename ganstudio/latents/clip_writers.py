"""Moving pictures frame by frame into a file: MP4, animated WebP, GIF. Memory does not grow with their length."""

from abc import ABC, abstractmethod
from fractions import Fraction
from typing import Any, BinaryIO

import numpy as np
from PIL import GifImagePlugin, Image

LOSSLESS_UP_TO = 512  # pixels a side; larger WebP would be too slow and too big
CRF = "14"  # x264's constant quality, where 17 already passes for lossless to the eye


class ClipWriter(ABC):
    """Takes frames [size, size, 1 or 3] uint8 and then is closed; what it has written until then is no whole file."""

    @abstractmethod
    def add(self, pixels: np.ndarray) -> None: ...

    @abstractmethod
    def close(self) -> None: ...


class _Encoded(ClipWriter):
    """What FFmpeg's libraries write."""

    def __init__(
        self, file: BinaryIO, container: str, codec: str, size: int, rate: Fraction, pixel_format: str,
        options: dict[str, str], container_options: dict[str, str],
    ) -> None:  # fmt: skip
        import av  # a large library that only this needs

        self._av, self._rate, self._count = av, rate, 0
        self._container = av.open(file, "w", format=container, options=container_options)
        stream: Any = self._container.add_stream(codec, rate=rate, options=options)
        stream.width = stream.height = size
        stream.pix_fmt = pixel_format
        self._stream = stream

    def add(self, pixels: np.ndarray) -> None:
        rgb = np.ascontiguousarray(np.broadcast_to(pixels, (*pixels.shape[:2], 3)))
        frame = self._av.VideoFrame.from_ndarray(rgb, format="rgb24")
        frame.pts, frame.time_base = self._count, 1 / self._rate
        self._count += 1
        self._container.mux(self._stream.encode(self._prepared(frame)))

    def _prepared(self, frame: Any) -> Any:
        return frame

    def close(self) -> None:
        self._container.mux(self._stream.encode(None))
        self._container.close()


class Mp4Writer(_Encoded):
    """H.264 with quarter colour (yuv420p), which every player shows; `size` must be even. Colours as in BT.709."""

    def __init__(self, file: BinaryIO, size: int, rate: Fraction) -> None:
        # keyint: a picture that stands alone every half second, so that players can jump
        options = {"crf": CRF, "preset": "medium", "g": str(max(1, round(rate / 2)))}
        super().__init__(file, "mp4", "libx264", size, rate, "yuv420p", options, {"movflags": "faststart"})
        context = self._stream.codec_context
        context.color_range, context.colorspace = 1, 1
        context.color_primaries, context.color_trc = 1, 1

    def _prepared(self, frame: Any) -> Any:
        moved = frame.reformat(
            format="yuv420p", dst_colorspace=self._av.video.reformatter.Colorspace.ITU709,
            dst_color_range=self._av.video.reformatter.ColorRange.MPEG,
        )  # fmt: skip
        moved.pts, moved.time_base = frame.pts, frame.time_base
        return moved


class WebpWriter(_Encoded):
    """Without loss up to LOSSLESS_UP_TO pixels a side; plays for ever."""

    def __init__(self, file: BinaryIO, size: int, rate: Fraction) -> None:
        lossless = size <= LOSSLESS_UP_TO
        options = {"lossless": str(int(lossless)), "quality": "90", "compression_level": "4"}
        form = "bgra" if lossless else "yuv420p"
        super().__init__(file, "webp", "libwebp_anim", size, rate, form, options, {"loop": "0"})


class GifWriter(ClipWriter):
    """256 colours chosen anew for each frame, so that grey stays exact; plays for ever.

    A GIF counts in hundredths of a second, so frames last by turns a little shorter and longer.
    """

    def __init__(self, file: BinaryIO, rate: Fraction) -> None:
        self._file, self._rate, self._count = file, rate, 0

    def add(self, pixels: np.ndarray) -> None:
        picture = _with_palette(pixels)
        if not self._count:
            self._write_header(picture.size)
        start, end = (round(100 * place / self._rate) for place in (self._count, self._count + 1))
        self._count += 1
        parts = GifImagePlugin.getdata(
            picture, (0, 0), duration=10 * max(1, end - start), include_color_table=True, disposal=1
        )
        self._file.writelines(parts)

    def close(self) -> None:
        self._file.write(b";")

    def _write_header(self, size: tuple[int, int]) -> None:
        width, height = (side.to_bytes(2, "little") for side in size)
        self._file.write(b"GIF89a" + width + height + b"\x00\x00\x00")  # no colours for all frames
        self._file.write(b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00")  # again and again


def _with_palette(pixels: np.ndarray) -> Image.Image:
    if pixels.shape[2] == 1:
        picture = Image.fromarray(pixels[..., 0]).convert("P")
        picture.putpalette(bytes(level for level in range(256) for _ in range(3)))
        return picture
    return Image.fromarray(pixels).quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.FLOYDSTEINBERG)
