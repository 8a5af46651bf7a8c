"""Density fields by other libraries, for `throng profile --against`.

One process a peer. It reads the crowd once, says what it is, and then does as it is told, a line each:

    run             one timed repeat      {"milliseconds": 12.3}
    density FILE    writes the last one   {"written": true}         float32, row by row from the lowest y
    quit

Times are wall time around the work that a user of the library has to do anew for each frame; what can be kept from one
frame to the next (the grid's edges, the walkable area) is made before.
"""

import argparse
import importlib.metadata
import json
import sys
import time


def say(**what):
    print(json.dumps(what), flush=True)


class Grid:
    def __init__(self, options):
        self.columns, self.rows = options.columns, options.rows
        self.size, self.sigma = options.cell_size, options.sigma
        self.width, self.height = self.columns * self.size, self.rows * self.size


class OpenCV:
    """Each person in the own cell, by bincount; OpenCV's blur of single floats, three deviations wide."""

    title = "numpy bincount + OpenCV"
    packages = ("numpy", "opencv-python-headless")

    def __init__(self, people, grid):
        import cv2
        import numpy

        self.cv2, self.numpy, self.people, self.grid = cv2, numpy, people, grid
        half = int(-(-3 * grid.sigma // grid.size))
        self.kernel = cv2.getGaussianKernel(2 * half + 1, grid.sigma / grid.size, cv2.CV_32F)

    def run(self):
        numpy, grid = self.numpy, self.grid
        cells = (self.people * numpy.float32(1 / grid.size)).astype(numpy.int32)
        count = numpy.bincount(cells[:, 1] * grid.columns + cells[:, 0], minlength=grid.columns * grid.rows)
        counts = count.astype(numpy.float32).reshape(grid.rows, grid.columns)
        counts *= 1 / grid.size**2
        return self.cv2.sepFilter2D(counts, self.cv2.CV_32F, self.kernel, self.kernel, borderType=self.cv2.BORDER_CONSTANT)


class SciPy:
    """histogram2d, and SciPy's gaussian_filter of single floats."""

    title = "numpy histogram2d + SciPy"
    packages = ("numpy", "scipy")

    def __init__(self, people, grid):
        import numpy
        import scipy.ndimage

        self.numpy, self.filter, self.people, self.grid = numpy, scipy.ndimage.gaussian_filter, people, grid

    def run(self):
        grid = self.grid
        counts, _, _ = self.numpy.histogram2d(
            self.people[:, 1], self.people[:, 0], bins=(grid.rows, grid.columns),
            range=((0, grid.height), (0, grid.width)),
        )
        counts = counts.astype(self.numpy.float32)
        counts *= 1 / grid.size**2
        return self.filter(counts, grid.sigma / grid.size, truncate=3, mode="constant")


class KDEpy:
    """Kernel density by Fourier transform on the grid's own points."""

    title = "KDEpy FFTKDE"
    packages = ("numpy", "KDEpy")

    def __init__(self, people, grid):
        import KDEpy
        import numpy

        self.numpy, self.kde, self.people, self.grid = numpy, KDEpy.FFTKDE, people, grid
        # A margin, because the transform takes the grid for a ring and wants everybody strictly inside.
        self.margin = int(6 * grid.sigma / grid.size) + 1
        x = (numpy.arange(-self.margin, grid.columns + self.margin) + 0.5) * grid.size
        y = (numpy.arange(-self.margin, grid.rows + self.margin) + 0.5) * grid.size
        self.shape = (len(x), len(y))
        self.points = numpy.stack(numpy.meshgrid(x, y, indexing="ij"), -1).reshape(-1, 2)

    def run(self):
        values = self.kde(kernel="gaussian", bw=self.grid.sigma).fit(self.people).evaluate(self.points)
        field = values.reshape(self.shape) * len(self.people)
        m = self.margin
        return field[m:-m, m:-m].T.astype(self.numpy.float32)


class PedPy:
    """compute_density_profile with the Gaussian method."""

    title = "PedPy Gaussian profile"
    packages = ("PedPy", "numpy", "shapely")

    def __init__(self, people, grid):
        import numpy
        import pandas
        import pedpy

        self.numpy, self.pedpy, self.grid = numpy, pedpy, grid
        ring = [(0, 0), (grid.width, 0), (grid.width, grid.height), (0, grid.height)]
        self.area = pedpy.WalkableArea(ring)
        self.data = pandas.DataFrame(
            {"id": range(len(people)), "frame": 0, "x": people[:, 0].astype(float), "y": people[:, 1].astype(float)}
        )

    def run(self):
        # PedPy's width is the full one at half the height.
        profile = self.pedpy.compute_density_profile(
            data=self.data, walkable_area=self.area, grid_size=self.grid.size,
            density_method=self.pedpy.DensityMethod.GAUSSIAN, gaussian_width=2.3548200450309493 * self.grid.sigma,
        )
        return self.numpy.asarray(profile[0], dtype=self.numpy.float32)[::-1]


class PedPyCells(PedPy):
    """Everybody's Voronoi cell, clipped to the walkable area."""

    title = "PedPy Voronoi cells"

    def __init__(self, people, grid):
        super().__init__(people, grid)
        self.trajectories = self.pedpy.TrajectoryData(self.data, frame_rate=1)

    def run(self):
        return self.pedpy.compute_individual_voronoi_polygons(traj_data=self.trajectories, walkable_area=self.area)


class PedPyVoronoi(PedPyCells):
    """compute_density_profile with the Voronoi method, cells included."""

    title = "PedPy Voronoi profile"

    def run(self):
        cells = super().run()
        data = self.data.merge(cells, on=["id", "frame"])
        profile = self.pedpy.compute_density_profile(
            data=data, walkable_area=self.area, grid_size=self.grid.size,
            density_method=self.pedpy.DensityMethod.VORONOI,
        )
        return self.numpy.asarray(profile[0], dtype=self.numpy.float32)[::-1]


PEERS = {
    "opencv": OpenCV, "scipy": SciPy, "kdepy": KDEpy, "pedpy": PedPy, "pedpy-cells": PedPyCells,
    "pedpy-voronoi": PedPyVoronoi,
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", choices=sorted(PEERS), required=True)
    parser.add_argument("--people", required=True, help="float32 x, y of each person [m], the grid's corner at 0, 0")
    parser.add_argument("--columns", type=int, required=True)
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--cell-size", type=float, required=True, help="[m]")
    parser.add_argument("--sigma", type=float, required=True, help="[m]")
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def main():
    options = arguments()
    kind = PEERS[options.peer]
    try:
        import numpy

        people = numpy.fromfile(options.people, dtype="<f4").reshape(-1, 2)
        if options.peer == "opencv":
            import cv2

            cv2.setNumThreads(options.threads)
        peer = kind(people, Grid(options))
        versions = {name: importlib.metadata.version(name) for name in kind.packages}
    except ImportError as error:
        say(ready=False, reason=str(error))
        return
    except Exception as error:
        say(ready=False, reason=f"{type(error).__name__}: {error}")
        return
    say(ready=True, title=kind.title, versions=versions)
    last = None
    for line in sys.stdin:
        word, _, rest = line.strip().partition(" ")
        try:
            if word == "run":
                start = time.perf_counter()
                last = peer.run()
                say(milliseconds=(time.perf_counter() - start) * 1e3)
            elif word == "density":
                numpy.ascontiguousarray(last, dtype="<f4").tofile(rest)
                say(written=True)
            elif word == "quit":
                return
            else:
                say(error=f"unknown word {word!r}")
        except Exception as error:
            say(error=f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
