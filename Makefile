# Each command does all the set-up that it needs. PYTHON chooses another Python.
PYTHON ?= python3
ARGS ?=

.PHONY: help serve site slides agenda handouts report doctor test lab check setup tables notebooks guide pictures lock clean
help: ## show this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 20

serve: ## serve the workshop to the phones of the room (ARGS="--attendees 60")
	@$(PYTHON) start.py serve $(ARGS)

site: ## write the take-home page into the folder take_home (ARGS="--to FOLDER")
	@$(PYTHON) start.py site $(ARGS)

slides: ## make the deck, to open with no internet (ARGS="--output FOLDER")
	@$(PYTHON) start.py slides $(ARGS)

doctor: ## the evening before: is this laptop ready? (ARGS="--attendees 60")
	@$(PYTHON) start.py doctor $(ARGS)

agenda: ## plan a workshop, with its slides, notes and paper (ARGS="--minutes 45")
	@$(PYTHON) start.py agenda $(ARGS)

handouts: ## make what a room gets on paper (ARGS="--output FOLDER")
	@$(PYTHON) start.py handouts $(ARGS)

report: ## make one page on what a workshop brought (ARGS="--season 'fall 2026' --output FOLDER")
	@$(PYTHON) start.py report $(ARGS)

test: ## run every check and test, the real browser included
	@$(PYTHON) start.py test $(ARGS)

lab: ## open the notebooks in JupyterLab
	@$(PYTHON) start.py lab

check: ## find every mistake in data/ and iepkit.toml
	@$(PYTHON) start.py check

setup: ## only set up
	@$(PYTHON) start.py setup

tables: setup ## work out what the rules decide, for the take-home page
	@.venv/bin/python tools/work_out_tables.py

notebooks: setup ## write the notebooks of other languages, run all notebooks and store what they show
	@.venv/bin/python tools/write_translated_notebooks.py
	@.venv/bin/python tools/run_notebooks.py $$(find notebooks slides -name '*.ipynb' -not -path '*/.*' | sort)

guide: setup ## write the questions from the floor into the trainer's guide
	@.venv/bin/python tools/write_guide.py

pictures: setup ## take the pictures of the README anew
	@.venv/bin/python tools/pictures.py

lock: ## choose the packages' versions anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header --upgrade --extra build --extra hub --extra lab --extra postgres --extra test pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --constraint requirements.lock --extra hub --extra postgres pyproject.toml -o deploy/kubernetes/image.lock
	echo hatchling | uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --constraint requirements.lock - -o deploy/kubernetes/build.lock

clean: ## remove what the set-up made
	rm -rf .venv dist .pytest_cache .ruff_cache .mypy_cache
