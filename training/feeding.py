"""Processes that make batches beside the training: several, each every n-th step, so that the order stays fixed."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path
from queue import Empty, Full
from types import TracebackType

import torch

from training.donor import load_donors
from training.examples import Batch, Pool, make_batch

REFRESH = 200  # steps after which the donors' folder is read again


class Feeder:
    """Batches of steps from `first_step` on, in order; a context manager that ends its processes."""

    def __init__(
        self, folder: Path, seed: int, first_step: int, size: int, producers: int = 1, neighbours: bool = False
    ) -> None:
        context = multiprocessing.get_context("spawn")
        self._queues = [context.Queue(maxsize=max(2, 6 // producers)) for _ in range(producers)]
        self._step = first_step
        self._processes = [
            context.Process(
                target=_produce,
                args=(folder, seed, first_step + i, producers, size, queue, neighbours),
                daemon=True,
            )
            for i, queue in enumerate(self._queues)
        ]
        self._first = first_step

    def __enter__(self) -> Feeder:
        # numpy's own threads would wait for each other by spinning, on the cores that the training needs.
        os.environ["OPENBLAS_NUM_THREADS"] = "1"
        for process in self._processes:
            process.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for process in self._processes:
            process.terminate()
            process.join()

    def next(self) -> Batch:
        """The next step's batch. Raises RuntimeError where the process that makes it has ended."""
        which = (self._step - self._first) % len(self._queues)
        while True:
            try:
                step, batch = self._queues[which].get(timeout=5)
                break
            except Empty:
                if not self._processes[which].is_alive():
                    raise RuntimeError("a process that makes batches has ended; its error stands above") from None
        if step != self._step:
            raise RuntimeError(f"the batch of step {step} came where {self._step} was due")
        self._step += 1
        return batch


def _produce(  # type: ignore[no-untyped-def]
    folder: Path, seed: int, first: int, stride: int, size: int, queue, neighbours: bool
) -> None:
    """Put the batches of every `stride`-th step into a queue, as long as the parent lives."""
    torch.set_num_threads(1)
    parent = multiprocessing.parent_process()
    pool: Pool | None = None
    step = first
    while parent is None or parent.is_alive():
        if pool is None or step // REFRESH != (step - stride) // REFRESH:
            pool = Pool(load_donors(folder))
        batch = make_batch(pool, seed, step, size, neighbours)
        while parent is None or parent.is_alive():
            try:
                queue.put((step, batch), timeout=5)
                break
            except Full:
                continue
        step += stride
