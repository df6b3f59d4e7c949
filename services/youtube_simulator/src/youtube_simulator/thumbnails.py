"""Thumbnails: a coloured picture with the title's words, so that a page looks as it would."""

import colorsys
import hashlib
import io
import textwrap
import unicodedata
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

_CHARACTERS_A_LINE = 17
_LINES = 3
_MARGIN = 0.05
_PLAIN = str.maketrans("ıłøß", "ilos")


@lru_cache(maxsize=500)
def picture(name: str, text: str, width: int, height: int) -> bytes:
    """A JPEG picture: colours from `name`, words from `text`; the same arguments give the same bytes.

    Args:
        name: An id; it decides the colours.
        text: A title; of letters that the font lacks, the plain ones are shown or none.
        width: In pixels.
        height: In pixels.
    """
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    hue = digest[0] / 256
    top, bottom = _colour(hue, 0.75, 0.35), _colour(hue + 0.12, 0.85, 0.75)
    gradient = Image.new("RGB", (1, 2))
    gradient.putpixel((0, 0), top)
    gradient.putpixel((0, 1), bottom)
    image = gradient.resize((width, height), Image.Resampling.BILINEAR)
    draw = ImageDraw.Draw(image)
    radius = height * (0.25 + digest[1] / 600)
    centre = (width * digest[2] / 256, height * digest[3] / 256)
    accent = _colour(hue + 0.45, 0.5, 0.65)
    draw.ellipse((centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius), fill=accent)
    lines = textwrap.wrap(_drawable(text), _CHARACTERS_A_LINE, max_lines=_LINES, placeholder=" …")
    font = ImageFont.load_default(size=max(8.0, height / 6.5))
    edge = (round(width * _MARGIN), round(height * _MARGIN))
    draw.multiline_text(edge, "\n".join(lines), font=font, fill="white", stroke_width=2, stroke_fill="black")
    buffer = io.BytesIO()
    image.save(buffer, format="JPEG", quality=82)
    return buffer.getvalue()


def _drawable(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.translate(_PLAIN)).encode("ascii", "ignore").decode()
    return " ".join(plain.split())


def _colour(hue: float, saturation: float, value: float) -> tuple[int, int, int]:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)
