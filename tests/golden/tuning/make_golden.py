#!/usr/bin/python3
"""Makes tuning.json beside it: what scikit-learn says of a Gaussian process, mpmath of expected

improvement and SciPy of Yeo and Johnson's transform. Needs python3-sklearn; the tests read the JSON
alone. The places have two numbers and a category of three, as one-hot codes of length 1/sqrt(2).
"""
import json
import pathlib

import mpmath
import numpy
import scipy.stats
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

CATEGORIES = 3
LENGTHS = [0.3, 1.7, 0.8]
VARIANCE = 1.9
NOISE = 0.03


def one_hot(places):
    codes = numpy.eye(CATEGORIES)[(places[:, 2] * CATEGORIES).astype(int)] / numpy.sqrt(2)
    return numpy.hstack([places[:, :2], codes])


def process():
    chance = numpy.random.default_rng(5)
    places = chance.random((14, 3)).round(3)
    places[:, 2] = (numpy.floor(places[:, 2] * CATEGORIES) + 0.5) / CATEGORIES
    values = (numpy.sin(5 * places[:, 0]) + places[:, 1] ** 2 + (places[:, 2] > 0.5)).round(4)
    values -= values.mean()
    seen, asked = places[:10], places[10:]
    lengths = LENGTHS[:2] + [LENGTHS[2]] * CATEGORIES
    kernel = ConstantKernel(VARIANCE) * Matern(lengths, nu=2.5) + WhiteKernel(NOISE)
    model = GaussianProcessRegressor(kernel, alpha=0, optimizer=None).fit(one_hot(seen), values[:10])
    mean, deviation = model.predict(one_hot(asked), return_std=True)
    # scikit-learn's deviation is that of a value with its noise.
    deviation = numpy.sqrt(deviation**2 - NOISE)
    likelihood, by_log = model.log_marginal_likelihood(model.kernel_.theta, eval_gradient=True)
    # Its order: variance, lengths, noise; a category's length is that of each of its codes.
    gradient = [*by_log[1:3], by_log[3:6].sum(), by_log[0], by_log[6]]
    return {"lengths": LENGTHS, "variance": VARIANCE, "noise": NOISE, "places": seen.tolist(),
            "values": values[:10].tolist(), "asked": asked.tolist(), "mean": mean.tolist(),
            "deviation": deviation.tolist(), "likelihood": float(likelihood), "gradient": [float(g) for g in gradient]}


def improvements():
    mpmath.mp.dps = 60
    rows = []
    for mean, deviation, best in [(0, 1, 0), (1.5, 0.5, 1), (0.2, 0.7, 1.9), (-1, 0.25, 1.5), (0, 1, 20),
                                  (0, 1, 24.9), (0, 1, 25.1), (0, 1, 40), (3, 0.01, 8), (9, 2, 1)]:
        z = (mpmath.mpf(mean) - best) / mpmath.mpf(deviation)
        gain = deviation * (mpmath.npdf(z) + z * mpmath.ncdf(z))
        rows.append({"mean": mean, "deviation": deviation, "best": best, "log": float(mpmath.log(gain))})
    return rows


def bent():
    values = numpy.array([0.2, 0.4, 0.9, 1.1, -0.3, -1.4, 0.0])
    rows = []
    for exponent in [-1, 0, 0.5, 1, 2, 3]:
        rows.append({"exponent": exponent, "values": values.tolist(),
                     "bent": scipy.stats.yeojohnson(values, exponent).tolist(),
                     "likelihood": float(scipy.stats.yeojohnson_llf(exponent, values))})
    return rows


golden = {"process": process(), "improvements": improvements(), "bent": bent()}
file = pathlib.Path(__file__).parent / "tuning.json"
file.write_text(json.dumps(golden, indent=1) + "\n")
