"""The peak of memory of loading a model and answering, in a child of one process that has imported everything.

`python memory_measuring.py FOLDER ...` prints the bytes that each model takes beyond the process, a line each.
Anonymous memory only: pages of the weight file that are still mapped go when others need the memory.
"""

import os
import sys
import threading
import time
from dataclasses import replace

import numpy as np

SIDE = 512  # px, of the picture that is asked about
TOKENS = 8  # of an answer, at most


def used():
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) * 1024


def measure(folder):
    from MISGroundLib.engine.protocol import Question
    from MISGroundLib.settings import Decoding
    from MISGroundLib.vlm import loading
    from MISGroundLib.vlm.generation import answer

    peak, done = [0], threading.Event()

    def watch():
        while not done.is_set():
            peak[0] = max(peak[0], used())
            time.sleep(0.001)

    before, thread = used(), threading.Thread(target=watch)
    thread.start()
    loaded = loading.load(folder, "cpu")
    loaded.profile = replace(loaded.profile, max_new_tokens=TOKENS)
    picture = np.random.default_rng(0).integers(0, 255, (SIDE, SIDE), dtype=np.uint8)
    answer(loaded, picture, Question("liver", "axial", "CT"), Decoding())
    done.set()
    thread.join()
    return peak[0] - before


def main():
    from MISGroundLib.vlm import loading

    loading.import_transformers()
    import MISGroundLib.vlm.generation
    import MISGroundLib.vlm.segmenting  # noqa: F401

    for folder in sys.argv[1:]:
        child = os.fork()  # a fresh heap for each, without the seconds of imports
        if not child:
            print(measure(folder), flush=True)
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
