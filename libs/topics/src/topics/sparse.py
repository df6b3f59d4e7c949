"""Rows of few numbers: what numpy lacks of sparse matrices, as much as topics need."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
_SEED = 20_261_124


@dataclass(frozen=True, slots=True)
class SparseRows:
    """A matrix as its non-zero entries, row by row."""

    starts: NDArray[np.int64]
    """Shape `(rows + 1,)`: where each row's entries begin."""
    columns: NDArray[np.int64]
    values: Matrix
    width: int

    @classmethod
    def of(cls, rows: Sequence[Sequence[tuple[int, float]]], width: int) -> "SparseRows":
        """A matrix from each row's (column, value) pairs."""
        starts = np.cumsum([0, *(len(row) for row in rows)])
        columns = np.fromiter((column for row in rows for column, _ in row), dtype=np.int64, count=int(starts[-1]))
        values = np.fromiter((value for row in rows for _, value in row), dtype=np.float32, count=int(starts[-1]))
        return cls(starts, columns, values, width)

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self.starts) - 1

    def times(self, dense: Matrix) -> Matrix:
        """The product with a dense matrix of shape `(width, n)`: shape `(rows, n)`."""
        product = np.zeros((self.height, dense.shape[1]), dtype=np.float32)
        filled = np.flatnonzero(np.diff(self.starts))
        if len(filled):
            entries = dense[self.columns] * self.values[:, None]
            product[filled] = np.add.reduceat(entries, self.starts[filled], axis=0)
        return product

    def transposed(self) -> "SparseRows":
        """Rows and columns exchanged."""
        order = np.argsort(self.columns, kind="stable")
        rows = np.repeat(np.arange(self.height), np.diff(self.starts))
        starts = np.concatenate(([0], np.cumsum(np.bincount(self.columns, minlength=self.width))))
        return SparseRows(starts, rows[order], self.values[order], self.height)


def unit_rows(matrix: Matrix) -> Matrix:
    """Each row divided by its length; a row of zeros stays."""
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return (matrix / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def main_directions(matrix: SparseRows, count: int) -> tuple[Matrix, Matrix]:
    """The directions in which rows and columns vary most together, each scaled by how much.

    Randomised subspace iteration with a fixed seed: the same matrix gives the same answer.

    Args:
        matrix: Shape `(rows, width)`.
        count: Directions wanted; fewer come where the matrix has fewer.

    Returns:
        Rows, shape `(rows, k)`, and columns, shape `(width, k)`.

    Source:
        Halko, Martinsson, Tropp 2011, algorithm 4.4.
    """
    count = min(count, matrix.height, matrix.width)
    if count == 0:
        return np.zeros((matrix.height, 0), np.float32), np.zeros((matrix.width, 0), np.float32)
    across = matrix.transposed()
    wide = min(count + 10, matrix.height, matrix.width)
    guess = np.random.default_rng(_SEED).standard_normal((matrix.width, wide), dtype=np.float32)
    basis = np.linalg.qr(matrix.times(guess))[0]
    for _ in range(3):
        basis = np.linalg.qr(matrix.times(np.linalg.qr(across.times(basis))[0]))[0]
    columns, scales, rows = np.linalg.svd(across.times(basis), full_matrices=False)
    by_row = (basis @ rows.T) * scales
    return by_row[:, :count].astype(np.float32), (columns * scales)[:, :count].astype(np.float32)
