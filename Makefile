# Everything is done by dev.py, which says what there is: make help. Variables given to make reach it as environment.
PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench down

help setup run test check bench down:
	@$(PYTHON) dev.py $@
