# Everything is done by dev.py, which says what there is: make help. Variables given to make reach it as environment.
PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench chaos evaluate down

help setup run test check bench chaos evaluate down:
	@$(PYTHON) dev.py $@
