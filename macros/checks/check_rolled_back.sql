{#
    Refuse (code interrupted) when a rollback was not committed, or when prod differs from what the publish archived.
    state: from get_state after the rollback. May scan prod; reads only.
#}
{% macro check_rolled_back(state, run, keys) %}
    {%- set now = dbt_wap.find_run(state, "rollback", run["run_id"]) -%}
    {%- if now["status"] != "rolled_back" -%}
        {%- do dbt_wap.refuse(
            "rollback", "the rollback of run " ~ run["run_id"] ~ " was not committed", prod=dbt_wap.describe_prod(now),
            next="wap rollback " ~ run["run_id"], code="interrupted",
        ) -%}
    {%- endif -%}
    {%- set remembered, archived = dbt_wap.get_fingerprints(run, "archived"), {} -%}
    {%- for key, entry in remembered.items() if entry["kind"] != "inventory" -%}
        {%- do archived.update({key: entry}) -%}
    {%- endfor -%}
    {%- set relations = dbt_wap.relations_among(run["schemas"], "prod", keys) -%}
    {%- set found = dbt_wap.fingerprint_with_definitions(run["schemas"], "prod", relations) -%}
    {%- set moved = dbt_wap.compare_fingerprints(archived, found) -%}
    {%- for key in dbt_wap.unchanged_since(moved, archived, found, relations) -%}
        {%- do moved.pop(key) -%}
    {%- endfor -%}
    {%- if moved -%}
        {%- do dbt_wap.refuse(
            "rollback",
            "run " ~ run["run_id"] ~ " was rolled back, but prod differs from its state before the run: "
            ~ moved.values() | join("; "),
            prod="as before the run, except for these differences",
            next="wap run, which rebuilds prod",
            code="interrupted",
        ) -%}
    {%- endif -%}
{% endmacro %}
