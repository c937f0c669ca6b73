#!/usr/bin/env bash
# Install dbt-wap, as this version of the action has it, into an environment of its own for these inputs.
set -euo pipefail

venv=$RUNNER_TEMP/dbt-wap-$(cksum <<< "$ACTION_PYTHON $ACTION_ADAPTER $ACTION_REQUIREMENTS" | cut -d' ' -f1)
package=$GITHUB_ACTION_PATH
[ -z "$ACTION_ADAPTER" ] || package+="[$ACTION_ADAPTER]"
versions=(-c "$GITHUB_ACTION_PATH/constraints.txt")
[ -z "$ACTION_REQUIREMENTS" ] || versions=(-r "$GITHUB_WORKSPACE/$ACTION_REQUIREMENTS")

if [ ! -x "$venv/bin/wap" ]; then
    "$ACTION_PYTHON" -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "${versions[@]}" "$package"
fi
echo "$venv/bin" >> "$GITHUB_PATH"
