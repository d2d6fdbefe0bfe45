#!/usr/bin/env python3
"""Writes golden.json beside this script: what Pillow and TensorFlow's formulas make of pictures.

Run with Debian 12's python3-pil (Pillow 9.4, libjpeg-turbo 2.1.5, libwebp 1.2.4) and
python3-numpy. TensorFlow is not needed: its kernels, and its projective transform as Keras'
preprocessing layers call it, are written out below in plain floating point.
"""
import base64
import io
import json
import math
import pathlib
import zlib

import numpy as np
from PIL import Image


def test_picture(width, height):
    """The same formula is in tests/image/pictures.h."""
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([(x * 7 + y * 3) % 256, (x * x // 5 + y * 11) % 256,
                     ((x * 13) ^ (y * 29)) % 256], axis=2).astype(np.uint8)


def crc(array):
    return zlib.crc32(np.ascontiguousarray(array).tobytes())


# --- decoding -----------------------------------------------------------------------------------

def smooth(width, height, channels):
    y, x = np.mgrid[0:height, 0:width]
    planes = [255 * x // width, 255 * y // height, (x + 2 * y) % 256, (3 * x + y) % 200]
    return np.stack(planes[:channels], axis=2).astype(np.uint8).squeeze()


def encoded(image, format, **options):
    stream = io.BytesIO()
    image.save(stream, format, **options)
    return stream.getvalue()


def decoding():
    rgb = Image.fromarray(smooth(53, 39, 3))
    grey = Image.fromarray(smooth(53, 39, 1))
    cmyk = Image.fromarray(smooth(53, 39, 4), "CMYK")
    rgba = Image.fromarray(smooth(53, 39, 4), "RGBA")
    palette = rgb.quantize(16)
    exif = Image.Exif()
    exif[0x0112] = 6
    files = {
        "JPEG 4:2:0": encoded(rgb, "JPEG", quality=80),
        "JPEG 4:2:2": encoded(rgb, "JPEG", quality=80, subsampling=1),
        "JPEG 4:4:4": encoded(rgb, "JPEG", quality=90, subsampling=0),
        "JPEG progressive": encoded(rgb, "JPEG", quality=70, progressive=True),
        "JPEG grey": encoded(grey, "JPEG", quality=80),
        "JPEG CMYK": encoded(cmyk, "JPEG", quality=85),
        "JPEG turned": encoded(rgb, "JPEG", quality=80, exif=exif),
        "PNG RGB": encoded(rgb, "PNG"),
        "PNG RGBA": encoded(rgba, "PNG"),
        "PNG palette": encoded(palette, "PNG"),
        "PNG palette, transparent": encoded(palette, "PNG", transparency=3),
        "PNG grey and alpha": encoded(rgba.convert("LA"), "PNG"),
        "PNG one bit": encoded(grey.convert("1"), "PNG"),
        "PNG turned": encoded(rgb, "PNG", exif=exif),
        "WebP lossy": encoded(rgb, "WEBP", quality=80),
        "WebP lossy with alpha": encoded(rgba, "WEBP", quality=60),
        "WebP lossless": encoded(rgb, "WEBP", lossless=True),
        "WebP animated": encoded(rgb, "WEBP", save_all=True, append_images=[rgb.rotate(180)]),
        "WebP turned": encoded(rgb, "WEBP", exif=exif.tobytes()),
    }
    cases = []
    for name, data in files.items():
        image = Image.open(io.BytesIO(data))
        pixels = np.array(image.convert("RGB"))
        if "turned" in name:
            pixels = np.array(image.convert("RGB").transpose(Image.Transpose.ROTATE_270))
        cases.append({"name": name, "file": base64.b64encode(data).decode(),
                      "width": pixels.shape[1], "height": pixels.shape[0], "crc32": crc(pixels)})
    return cases


# --- resizing -----------------------------------------------------------------------------------

PILLOW = {"nearest": Image.NEAREST, "bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC,
          "lanczos3": Image.LANCZOS, "box": Image.BOX, "hamming": Image.HAMMING}
SIZES = [(40, 30, 17, 23), (31, 47, 64, 64), (100, 8, 100, 3), (8, 100, 3, 100), (1, 1, 5, 4),
         (37, 29, 1, 1), (200, 150, 33, 90)]


def pillow_resizing():
    cases = []
    for kind, number in PILLOW.items():
        for width, height, to_width, to_height in SIZES:
            image = Image.fromarray(test_picture(width, height))
            pixels = np.array(image.resize((to_width, to_height), number))
            cases.append({"kind": kind, "from": [width, height], "to": [to_width, to_height],
                          "crc32": crc(pixels)})
    return cases


def lanczos(radius):
    def kernel(x):
        x = abs(x)
        if x > radius:
            return 0.0
        if x <= 1e-3:
            return 1.0
        return radius * math.sin(math.pi * x) * math.sin(math.pi * x / radius) / (math.pi * x) ** 2
    return kernel, radius


def gaussian(x):
    return math.exp(-x * x / (2 * 0.5 ** 2)) if abs(x) < 1.5 else 0.0


def mitchell(x):
    x = abs(x)
    if x >= 2:
        return 0.0
    if x >= 1:
        return ((-7 / 18 * x + 2) * x - 10 / 3) * x + 16 / 9
    return (7 / 6 * x - 2) * x * x + 8 / 9


KERNELS = {"lanczos5": lanczos(5), "gaussian": (gaussian, 1.5), "mitchellcubic": (mitchell, 2)}


def kernel_matrix(kind, size, to):
    """ScaleAndTranslate's weights, [to, size]."""
    kernel, radius = KERNELS[kind]
    scale = size / to
    stretch = max(scale, 1.0)
    matrix = np.zeros((to, size))
    for out in range(to):
        at = (out + 0.5) * scale
        first = min(max(math.ceil(at - radius * stretch - 0.5), 0), size - 1)
        last = min(max(math.floor(at + radius * stretch - 0.5), 0), size - 1)
        for i in range(first, last + 1):
            matrix[out, i] = kernel((i + 0.5 - at) / stretch)
        matrix[out] /= matrix[out].sum()
    return matrix


def area_matrix(size, to):
    """ResizeArea's weights: the share of each input that an output covers."""
    matrix = np.zeros((to, size))
    for out in range(to):
        start, end = out * size / to, (out + 1) * size / to
        for i in range(size):
            matrix[out, i] = max(0.0, min(end, i + 1) - max(start, i))
        matrix[out] /= matrix[out].sum()
    return matrix


def tensorflow_resizing():
    cases = []
    for kind in ["area", "lanczos5", "gaussian", "mitchellcubic"]:
        for width, height, to_width, to_height in [(13, 9, 5, 4), (5, 7, 9, 8), (30, 4, 7, 4)]:
            matrix = area_matrix if kind == "area" else lambda a, b: kernel_matrix(kind, a, b)
            pixels = np.einsum("yj,xi,jic->yxc", matrix(height, to_height), matrix(width, to_width),
                               test_picture(width, height).astype(float))
            cases.append({"kind": kind, "from": [width, height], "to": [to_width, to_height],
                          "pixels": np.clip(pixels, 0, 255).round(2).flatten().tolist()})
    return cases


# --- preprocessing ------------------------------------------------------------------------------

def shortest_edge(image, edge, resample):
    """transformers' get_resize_output_image_size and resize."""
    width, height = image.size
    short, long = (width, height) if width <= height else (height, width)
    new_short, new_long = edge, int(edge * long / short)
    size = (new_short, new_long) if width <= height else (new_long, new_short)
    return image.resize(size, resample)


def center_crop(pixels, size):
    """transformers' center_crop, padding included."""
    height, width = pixels.shape[:2]
    top, left = (height - size) // 2, (width - size) // 2
    if top >= 0 and left >= 0:
        return pixels[top:top + size, left:left + size]
    new_height, new_width = max(size, height), max(size, width)
    padded = np.zeros((new_height, new_width, 3), np.uint8)
    top_pad, left_pad = math.ceil((new_height - height) / 2), math.ceil((new_width - width) / 2)
    padded[top_pad:top_pad + height, left_pad:left_pad + width] = pixels
    top, left = top + top_pad, left + left_pad
    return padded[max(0, top):min(new_height, top + size), max(0, left):min(new_width, left + size)]


def preprocessing():
    cases = []
    for width, height in [(61, 43), (43, 60), (20, 90), (300, 31), (64, 64)]:
        image = Image.fromarray(test_picture(width, height))
        for edge, crop in [(36, 32), (32, 32), (24, 32), (24, 33)]:
            pixels = center_crop(np.array(shortest_edge(image, edge, Image.BILINEAR)), crop)
            scaled = (pixels * (1 / 255)).astype(np.float32)
            mean = np.array([0.485, 0.456, 0.406], np.float32)
            deviation = np.array([0.229, 0.224, 0.225], np.float32)
            values = (scaled - mean) / deviation
            cases.append({"from": [width, height], "shortest_edge": edge, "crop": crop,
                          "crc32": crc(pixels), "normalised_crc32": crc(values)})
    return cases


HALVES = ([0.5] * 3, [0.5] * 3)
IMAGENET = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
CLIP = ([0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711])


def cut_out(edge, number, crop, resample, values):
    """Processors that resize to a shorter side (or, without one, to a square) and cut the middle."""
    def prepare(image):
        image = shortest_edge(image, edge, resample) if edge else image.resize((number,) * 2,
                                                                              resample)
        return center_crop(np.array(image), crop), values
    return prepare


def processors():
    """Files that leave things out, and what transformers' classes do then: their __init__ and
    preprocess() read by hand."""
    mean_and_std = {"image_mean": IMAGENET[0], "image_std": IMAGENET[1]}
    square = {"height": 256, "width": 256}
    cases = []

    def add(model_type, file, prepare):
        for width, height in [(300, 411), (280, 231)]:
            pixels, (mean, std) = prepare(Image.fromarray(test_picture(width, height)))
            scaled = (pixels * (1 / 255)).astype(np.float32)
            values = (scaled - np.array(mean, np.float32)) / np.array(std, np.float32)
            cases.append({"model_type": model_type, "file": file, "from": [width, height],
                          "size": list(pixels.shape[1::-1]), "normalised_crc32": crc(values)})

    def kind(name, **members):
        return {"image_processor_type": name + "ImageProcessor", **members}

    def squeezed(side, resample, values):
        return lambda image: (np.array(image.resize((side, side), resample)), values)

    add("", kind("DeiT", size=square, crop_size={"height": 224, "width": 224}, **mean_and_std),
        cut_out(0, 256, 224, Image.BICUBIC, IMAGENET))
    add("", kind("DeiT"), cut_out(0, 256, 224, Image.BICUBIC, HALVES))
    add("deit", {}, cut_out(0, 256, 224, Image.BICUBIC, HALVES))
    add("", {"feature_extractor_type": "CLIPFeatureExtractor", "size": 224, "crop_size": 224,
             "resample": 3, **mean_and_std}, cut_out(224, 0, 224, Image.BICUBIC, IMAGENET))
    add("", kind("CLIP"), cut_out(224, 0, 224, Image.BICUBIC, CLIP))
    add("", kind("Levit", size={"shortest_edge": 224}, crop_size={"height": 224, "width": 224},
                 do_center_crop=True, resample=3, **mean_and_std),
        cut_out(int(256 / 224 * 224), 0, 224, Image.BICUBIC, IMAGENET))
    add("", kind("Levit", size=192, crop_size=192),
        cut_out(int(256 / 224 * 192), 0, 192, Image.BICUBIC, IMAGENET))
    add("", kind("MobileNetV2"), cut_out(256, 0, 224, Image.BILINEAR, HALVES))
    add("mobilenet_v2", {}, cut_out(256, 0, 224, Image.BILINEAR, HALVES))
    add("", kind("ViT", do_center_crop=True, crop_size=100, crop_pct=0.5),
        squeezed(224, Image.BILINEAR, HALVES))
    add("vit", {"resample": 5}, squeezed(224, Image.HAMMING, HALVES))
    add("", kind("ConvNext"), squeezed(384, Image.BILINEAR, HALVES))
    add("resnet", {"size": 192}, cut_out(int(192 / (224 / 256)), 0, 192, Image.BILINEAR, HALVES))
    add("", kind("Bit"), cut_out(224, 0, 224, Image.BICUBIC, CLIP))
    add("", kind("Beit"), cut_out(0, 256, 224, Image.BICUBIC, HALVES))
    add("", {"image_processor_type": "EfficientNetImageProcessorFast", "include_top": False},
        squeezed(346, Image.NEAREST, HALVES))
    return cases


# --- augmentation -------------------------------------------------------------------------------

def reflect(at, size):
    """TensorFlow's MapCoordinate for the fill mode REFLECT."""
    if at < 0:
        if size <= 1:
            return 0.0
        period = 2 * size
        if at < period:
            at = period * int(-at / period) + at
        at = at + period if at < -size else -at - 1
    elif at > size - 1:
        if size <= 1:
            return 0.0
        period = 2 * size
        at -= period * int(at / period)
        if at >= size:
            at = period - at - 1
    return min(max(at, 0.0), size - 1.0)


def projective(pixels, a):
    """ImageProjectiveTransformV3, bilinear: output (x, y) is taken from where `a` sends it."""
    height, width = pixels.shape[:2]
    source = np.pad(pixels.astype(float), ((0, 1), (0, 1), (0, 0)))
    result = np.zeros_like(pixels, dtype=float)
    for y in range(height):
        for x in range(width):
            from_x = reflect(a[0] * x + a[1] * y + a[2], width)
            from_y = reflect(a[3] * x + a[4] * y + a[5], height)
            left, top = int(from_x), int(from_y)
            right, lower = from_x - left, from_y - top
            result[y, x] = ((1 - lower) * ((1 - right) * source[top, left] +
                                           right * source[top, left + 1]) +
                            lower * ((1 - right) * source[top + 1, left] +
                                     right * source[top + 1, left + 1]))
    return result


def rotation_matrix(angle, width, height):
    """Keras' get_rotation_matrix."""
    cos, sin = math.cos(angle), math.sin(angle)
    x_offset = ((width - 1) - (cos * (width - 1) - sin * (height - 1))) / 2
    y_offset = ((height - 1) - (sin * (width - 1) + cos * (height - 1))) / 2
    return [cos, -sin, x_offset, sin, cos, y_offset]


def zoom_matrix(zoom, width, height):
    """Keras' get_zoom_matrix."""
    return [zoom, 0, (width - 1) / 2 * (1 - zoom), 0, zoom, (height - 1) / 2 * (1 - zoom)]


def augmentation():
    cases = []
    for width, height in [(17, 12), (10, 10)]:
        pixels = test_picture(width, height)
        for turn in [0.3, -1.1, math.pi / 2, 3.0]:
            warped = projective(pixels, rotation_matrix(turn, width, height))
            cases.append({"size": [width, height], "turn": turn, "zoom": 1.0,
                          "pixels": warped.round(2).flatten().tolist()})
        for zoom in [0.6, 1.4, 1.9]:
            warped = projective(pixels, zoom_matrix(zoom, width, height))
            cases.append({"size": [width, height], "turn": 0.0, "zoom": zoom,
                          "pixels": warped.round(2).flatten().tolist()})
    return cases


def main():
    golden = {"decoding": decoding(), "pillow_resizing": pillow_resizing(),
              "tensorflow_resizing": tensorflow_resizing(), "preprocessing": preprocessing(),
              "processors": processors(),
              "augmentation": augmentation()}
    lines = []
    for family, cases in golden.items():
        lines.append(f'"{family}": [\n' + ",\n".join(json.dumps(case) for case in cases) + "\n]")
    target = pathlib.Path(__file__).with_name("golden.json")
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
