#!/usr/bin/env python3
"""Writes optimizer_steps.json: parameter values after each of ten steps, in double precision, by the
formulas in the documentation of tf.keras.optimizers (keras.io/api/optimizers). Nothing here is
shared with the C++ code. The gradients are those of f(w) = sum_i c_i (w_i - a_i)^2 / 2 plus a sine
that makes them change sign; one gradient is always 0.
"""
import json
import math
import pathlib

START = [0.5, -1.25, 2.0, 0.001, -3.0]
CURVATURE = [1.0, 0.1, 10.0, 1e-4, 0.0]
TARGET = [0.0, 1.0, -1.0, 2.0, 7.0]
STEPS = 10


def gradients(w, t):
    return [c * (x - a) + (0.3 * math.sin(3 * t + i) if c else 0.0)
            for i, (x, c, a) in enumerate(zip(w, CURVATURE, TARGET))]


def adam(state, w, g, t, h):
    m = state.setdefault("m", [0.0] * len(w))
    v = state.setdefault("v", [0.0] * len(w))
    alpha = h["learning_rate"] * math.sqrt(1 - h["beta_2"] ** t) / (1 - h["beta_1"] ** t)
    for i, gi in enumerate(g):
        m[i] = h["beta_1"] * m[i] + (1 - h["beta_1"]) * gi
        v[i] = h["beta_2"] * v[i] + (1 - h["beta_2"]) * gi * gi
        w[i] -= alpha * m[i] / (math.sqrt(v[i]) + h["epsilon"])


def adamw(state, w, g, t, h):
    for i in range(len(w)):
        w[i] -= w[i] * h["weight_decay"] * h["learning_rate"]
    adam(state, w, g, t, h)


def sgd(state, w, g, t, h, nesterov=False):
    m = state.setdefault("m", [0.0] * len(w))
    for i, gi in enumerate(g):
        m[i] = h["momentum"] * m[i] - h["learning_rate"] * gi
        w[i] += h["momentum"] * m[i] - h["learning_rate"] * gi if nesterov else m[i]


def nesterov(state, w, g, t, h):
    sgd(state, w, g, t, h, True)


def rmsprop(state, w, g, t, h):
    v = state.setdefault("v", [0.0] * len(w))
    m = state.setdefault("m", [0.0] * len(w))
    for i, gi in enumerate(g):
        v[i] = h["rho"] * v[i] + (1 - h["rho"]) * gi * gi
        m[i] = h["momentum"] * m[i] + h["learning_rate"] * gi / math.sqrt(v[i] + h["epsilon"])
        w[i] -= m[i]


def adagrad(state, w, g, t, h):
    a = state.setdefault("a", [h["initial_accumulator_value"]] * len(w))
    for i, gi in enumerate(g):
        a[i] += gi * gi
        w[i] -= h["learning_rate"] * gi / math.sqrt(a[i] + h["epsilon"])


def adadelta(state, w, g, t, h):
    a = state.setdefault("a", [0.0] * len(w))
    d = state.setdefault("d", [0.0] * len(w))
    for i, gi in enumerate(g):
        a[i] = h["rho"] * a[i] + (1 - h["rho"]) * gi * gi
        delta = -math.sqrt(d[i] + h["epsilon"]) * gi / math.sqrt(a[i] + h["epsilon"])
        d[i] = h["rho"] * d[i] + (1 - h["rho"]) * delta * delta
        w[i] += h["learning_rate"] * delta


CASES = [
    ("adam", adam, dict(learning_rate=0.05, beta_1=0.9, beta_2=0.999, epsilon=1e-7)),
    ("adam", adam, dict(learning_rate=0.05, beta_1=0.5, beta_2=0.9, epsilon=0.1)),
    ("adamw", adamw, dict(learning_rate=0.05, beta_1=0.9, beta_2=0.999, epsilon=1e-7,
                          weight_decay=0.1)),
    ("sgd", sgd, dict(learning_rate=0.02, momentum=0.9)),
    ("sgd", sgd, dict(learning_rate=0.02, momentum=0.0)),
    ("nesterov", nesterov, dict(learning_rate=0.02, momentum=0.9)),
    ("rmsprop", rmsprop, dict(learning_rate=0.02, rho=0.95, momentum=0.9, epsilon=1e-7)),
    ("rmsprop", rmsprop, dict(learning_rate=0.02, rho=0.5, momentum=0.0, epsilon=0.01)),
    ("adagrad", adagrad, dict(learning_rate=0.1, initial_accumulator_value=0.1, epsilon=1e-7)),
    ("adagrad", adagrad, dict(learning_rate=0.1, initial_accumulator_value=1.0, epsilon=0.01)),
    ("adadelta", adadelta, dict(learning_rate=1.0, rho=0.95, epsilon=1e-7)),
    ("adadelta", adadelta, dict(learning_rate=0.5, rho=0.5, epsilon=0.01)),
]


def main():
    cases = []
    for name, rule, h in CASES:
        w, state, values, given = list(START), {}, [], []
        for t in range(1, STEPS + 1):
            g = gradients(w, t)
            given.append(list(g))
            rule(state, w, g, t, h)
            values.append(list(w))
        cases.append({"optimizer": name, "hyperparameters": h, "gradients": given,
                      "values": values})
    out = pathlib.Path(__file__).with_name("optimizer_steps.json")
    out.write_text(json.dumps({"start": START, "cases": cases}, indent=0) + "\n")


if __name__ == "__main__":
    main()
