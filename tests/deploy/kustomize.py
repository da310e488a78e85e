"""What kustomize would make of a folder, as far as ours use it: nothing that is named may be missing."""

import copy
from pathlib import Path

import yaml

_KINDS = {"Kustomization", "Component"}
_KNOWN = {
    *("apiVersion", "kind", "namespace", "resources", "components", "patches", "configMapGenerator", "images"),
}
# What belongs to no namespace.
_OF_THE_CLUSTER = {"Namespace"}


def resolved(folder):
    """The manifests of a folder: its resources, its own additions, then what its components change."""
    manifests = []
    _into(Path(folder), manifests)
    return manifests


def _into(folder, manifests):
    described = yaml.safe_load((folder / "kustomization.yaml").read_text())
    assert described["kind"] in _KINDS
    assert described.keys() <= _KNOWN, f"{folder}: this check does not know {described.keys() - _KNOWN}"
    for name in described.get("resources", []):
        if (folder / name).is_dir():
            _into(folder / name, manifests)
        else:
            manifests += documents(folder / name)
    for made in described.get("configMapGenerator", []):
        manifests.append(_config_map(folder, made))
    for name in described.get("components", []):
        _into(folder / name, manifests)
    for patch in described.get("patches", []):
        (change,) = documents(folder / patch["path"])
        (found,) = [one for one in manifests if key(one) == key(change)]
        manifests[manifests.index(found)] = merged(found, change)
    for image in described.get("images", []):
        for container in containers(manifests):
            if container["image"] == image["name"]:
                container["image"] = f"{image['newName']}:{image['newTag']}"
    if namespace := described.get("namespace"):
        for one in manifests:
            if one["kind"] not in _OF_THE_CLUSTER:
                one["metadata"]["namespace"] = namespace


def documents(path):
    return [one for one in yaml.safe_load_all(path.read_text()) if one]


def key(manifest):
    return manifest["kind"], manifest["metadata"]["name"]


def containers(manifests):
    return [one for owner in manifests if owner["kind"] == "StatefulSet" for one in pod(owner)["containers"]]


def pod(owner):
    return owner["spec"]["template"]["spec"]


def _config_map(folder, made):
    data = {}
    for name in made.get("files", []):
        data[Path(name).name] = (folder / name).read_text()
    for name in made.get("envs", []):
        lines = [line for line in (folder / name).read_text().splitlines() if line and not line.startswith("#")]
        data |= dict(line.split("=", 1) for line in lines)
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": made["name"]}, "data": data}


def merged(old, new):
    """A strategic merge: entries of lists that have names are one where the name is one; null takes away."""
    if isinstance(old, dict) and isinstance(new, dict):
        whole = {name: merged(old.get(name), value) for name, value in new.items() if value is not None}
        return {name: value for name, value in {**old, **whole}.items() if new.get(name, value) is not None}
    if _have_names(old) and _have_names(new):
        named = {one["name"]: one for one in copy.deepcopy(old)}
        for one in new:
            named[one["name"]] = merged(named.get(one["name"]), one)
        return list(named.values())
    return new


def _have_names(items):
    return isinstance(items, list) and all(isinstance(one, dict) and "name" in one for one in items)
