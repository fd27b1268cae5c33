"""Small photos of every kind of colour and what Pillow shows of them: writes colours.json.

    python colours.py    (needs Pillow with LittleCMS)

Each photo is a row of patches of 8 x 8 pixels. PNG files are put together here, as Pillow writes no
16-bit colours; those of 16 bits hold 257 times the values of 8 bits, so that they show the same.
"""

import base64
import io
import json
import struct
import zlib
from pathlib import Path

from PIL import Image, ImageCms

SIDE = 8
RGB = [(200, 30, 40), (40, 180, 60), (20, 60, 200), (250, 220, 40), (128, 128, 128), (15, 25, 35)]
GRAYS = [0, 36, 73, 146, 219, 255]
ALPHAS = [255, 128, 0, 255, 64, 255]
CMYK = [(0, 200, 180, 20), (180, 0, 190, 30), (0, 0, 0, 255), (0, 0, 0, 0), (90, 60, 20, 100), (255, 0, 0, 0)]


def icc(kind, space, tags, connection=b"XYZ "):
    """An ICC profile of version 2 with the given tags."""
    table, data = b"", b""
    at = 128 + 4 + 12 * len(tags)
    for name, value in tags.items():
        table += struct.pack(">4sII", name, at + len(data), len(value))
        data += value + bytes(-len(value) % 4)
    size = at + len(data)
    head = struct.pack(">I4sI4s4s4s", size, b"lcms", 0x02400000, kind, space, connection)
    head += bytes(12) + b"acsp" + bytes(28)
    head += struct.pack(">iii", *(round(v * 65536) for v in (0.9642, 1, 0.8249)))
    return head + bytes(128 - len(head)) + struct.pack(">I", len(tags)) + table + data


def xyz(*values):
    return b"XYZ " + bytes(4) + struct.pack(">iii", *(round(v * 65536) for v in values))


def gamma(value):
    return b"curv" + bytes(4) + struct.pack(">IH", 1, round(value * 256))


WHITE = {b"desc": b"desc" + bytes(4) + struct.pack(">I", 5) + b"test\0" + bytes(78),
         b"cprt": b"text" + bytes(4) + b"none\0", b"wtpt": xyz(0.9642, 1, 0.8249)}
# Primaries of Adobe RGB (1998), adapted to D50.
WIDE = icc(b"mntr", b"RGB ", {**WHITE, b"rXYZ": xyz(0.60974, 0.31111, 0.01947),
                              b"gXYZ": xyz(0.20528, 0.62567, 0.06087),
                              b"bXYZ": xyz(0.14919, 0.06322, 0.74457),
                              b"rTRC": gamma(2.2), b"gTRC": gamma(2.2), b"bTRC": gamma(2.2)})
DARK_GRAY = icc(b"mntr", b"GRAY", {**WHITE, b"kTRC": gamma(1.4)})


def ink():
    """A CMYK profile of a warm paper and dull inks: a table of two places an axis, to Lab."""
    nodes = b""
    for node in range(16):
        c, m, y, k = (node >> 3) & 1, (node >> 2) & 1, (node >> 1) & 1, node & 1
        lightness = 95 * (1 - 0.35 * c) * (1 - 0.45 * m) * (1 - 0.08 * y) * (1 - 0.85 * k)
        a = (-35 * c + 70 * m - 5 * y) * (1 - 0.9 * k)
        b = (-45 * c - 5 * m + 85 * y + 4) * (1 - 0.9 * k)
        nodes += bytes([round(lightness * 2.55), round(a + 128), round(b + 128)])
    line = bytes(range(256))
    matrix = struct.pack(">9i", *(65536 * v for v in (1, 0, 0, 0, 1, 0, 0, 0, 1)))
    table = b"mft1" + bytes(4) + bytes([4, 3, 2, 0]) + matrix + line * 4 + nodes + line * 3
    return icc(b"prtr", b"CMYK", {**WHITE, b"A2B0": table}, b"Lab ")


INK = ink()
SRGB = ImageCms.createProfile("sRGB")


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(color_type, depth, patches, profile=None, extra=b""):
    """A PNG file; `patches` are tuples of samples of 8 bits, or of `depth` where that is less."""
    bits = ""
    for samples in patches:
        for sample in samples:
            value = sample * 257 if depth == 16 else sample
            bits += format(value, f"0{depth}b")
    channels = len(patches[0])
    wide = "".join(bits[i:i + channels * depth] * SIDE for i in range(0, len(bits), channels * depth))
    row = b"\0" + int(wide, 2).to_bytes(len(wide) // 8, "big")
    head = struct.pack(">IIBBBBB", len(patches) * SIDE, SIDE, depth, color_type, 0, 0, 0)
    profiled = chunk(b"iCCP", b"test\0\0" + zlib.compress(profile)) if profile else b""
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + profiled + extra +
            chunk(b"IDAT", zlib.compress(row * SIDE)) + chunk(b"IEND", b""))


def patches_image(mode, patches):
    image = Image.new(mode, (len(patches) * SIDE, SIDE))
    for i, patch in enumerate(patches):
        image.paste(patch, (i * SIDE, 0, (i + 1) * SIDE, SIDE))
    return image


def shown(image, profile, alphas):
    """Colours of the patches on white, in sRGB, by Pillow."""
    if profile:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        image = ImageCms.profileToProfile(image, source, SRGB, outputMode="RGB")
    image = image.convert("RGB")
    colours = [image.getpixel((i * SIDE + SIDE // 2, SIDE // 2)) for i in range(image.width // SIDE)]
    return [[round((c * a + 255 * (255 - a)) / 255) for c in colour] for colour, a in zip(colours, alphas)]


def saved(image, **options):
    file = io.BytesIO()
    image.save(file, **options)
    return file.getvalue()


cases = []


def add(name, file, image, profile=None, alphas=(255,) * 6):
    cases.append({"name": name, "file": base64.b64encode(file).decode(), "shown": shown(image, profile, alphas)})


rgb, gray, cmyk = patches_image("RGB", RGB), patches_image("L", GRAYS), patches_image("CMYK", CMYK)
for label, profile, gray_profile in [("", None, None), (" with profile", WIDE, DARK_GRAY)]:
    for depth in (8, 16):
        bits = f" {depth} bits{label}"
        add("png rgb" + bits, png(2, depth, RGB, profile), rgb, profile)
        add("png rgba" + bits, png(6, depth, [(*c, a) for c, a in zip(RGB, ALPHAS)], profile), rgb, profile, ALPHAS)
        add("png gray" + bits, png(0, depth, [(g,) for g in GRAYS], gray_profile), gray, gray_profile)
        add("png gray alpha" + bits, png(4, depth, list(zip(GRAYS, ALPHAS)), gray_profile), gray, gray_profile, ALPHAS)
        cut = chunk(b"tRNS", struct.pack(">3H", *(c * (257 if depth == 16 else 1) for c in RGB[1])))
        add("png rgb, one colour clear," + bits, png(2, depth, RGB, profile, cut), rgb, profile, (255, 0, 255, 255, 255, 255))
    for depth in (1, 2, 4):
        most = 2 ** depth - 1
        levels = [round(g / 255 * most) for g in GRAYS]
        image = patches_image("L", [level * 255 // most for level in levels])
        add(f"png gray {depth} bits{label}", png(0, depth, [(v,) for v in levels], gray_profile), image, gray_profile)
    lists = chunk(b"PLTE", bytes(v for c in RGB for v in c))
    add("png palette" + label, png(3, 8, [(i,) for i in range(6)], profile, lists), rgb, profile)
    clear = lists + chunk(b"tRNS", bytes(ALPHAS))
    add("png palette alpha" + label, png(3, 4, [(i,) for i in range(6)], profile, clear), rgb, profile, ALPHAS)
    for progressive in (False, True):
        options = {"format": "JPEG", "quality": 100, "progressive": progressive}
        kind = ("progressive jpeg" if progressive else "jpeg") + " "
        for name, image, own in [("rgb", rgb, profile), ("gray", gray, gray_profile), ("cmyk", cmyk, profile and INK)]:
            sampling = {} if name == "gray" else {"subsampling": 0}
            file = saved(image, **options, **sampling, **({"icc_profile": own} if own else {}))
            decoded = Image.open(io.BytesIO(file))
            add(kind + name + label, file, decoded, own)
    for lossless in (True, False):
        options = {"format": "WEBP", "lossless": lossless, "quality": 100, **({"icc_profile": profile} if profile else {})}
        kind = "webp lossless" if lossless else "webp"
        file = saved(rgb, **options)
        add(kind + " rgb" + label, file, Image.open(io.BytesIO(file)).convert("RGB"), profile)
        alpha = patches_image("L", ALPHAS)
        file = saved(Image.merge("RGBA", (*rgb.split(), alpha)), exact=True, **options)
        add(kind + " rgba" + label, file, Image.open(io.BytesIO(file)).convert("RGB"), profile, ALPHAS)
add("gif", saved(rgb.quantize(6), format="GIF"), rgb)
add("gif with a clear colour", saved(rgb.quantize(6), format="GIF", transparency=rgb.quantize(6).getpixel((SIDE + 4, 4))),
    rgb, alphas=(255, 0, 255, 255, 255, 255))
Path(__file__).with_name("colours.json").write_text(
    "[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")
print(len(cases), "photos")
