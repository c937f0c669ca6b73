{#
    Return what changed on one side of a run's pairs since a phase was recorded: {relation key: sentence}. A change
    token may differ although the rows do not, so ask the engine before counting it as a change. Reads only.
#}
{% macro moved_since(run, phase, side, after=none, keys=none) %}
    {%- set before, now = {}, {} -%}
    {%- set prods = dbt_wap.place_keys(run["schemas"], "prod") -%}
    {%- for key, entry in dbt_wap.get_fingerprints(run, phase).items()
        if dbt_wap.schema_key(entry["database"], entry["schema"]) in prods and (keys is none or key in keys)
    -%}
        {%- do before.update({key: entry}) -%}
    {%- endfor -%}
    {%- set relations = dbt_wap.relations_among(run["schemas"], side, keys) -%}
    {%- if after is none -%}
        {%- set after = dbt_wap.fingerprint_relations(run["schemas"], side, relations, run.get("all_schemas")) -%}
    {%- endif -%}
    {%- for key, entry in after.items() if keys is none or key in keys -%}
        {%- do now.update({key: entry}) -%}
    {%- endfor -%}
    {%- set moved = dbt_wap.compare_fingerprints(before, now) -%}
    {%- for key in dbt_wap.unchanged_since(moved, before, now, relations) -%}
        {%- do moved.pop(key) -%}
    {%- endfor -%}
    {%- do return(moved) -%}
{% endmacro %}
