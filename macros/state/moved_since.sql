{#
    What differs on one side of a run's pairs from what was remembered under a phase, as {relation key: sentence}. A
    cheap token may have moved without the data: the engine is asked before anything is said. `after`: the fingerprints of
    that side, where they are at hand. Reads only.
#}
{% macro moved_since(run, phase, side, after=none) %}
    {%- set before, prods = {}, [] -%}
    {%- for place in dbt_wap.places_of(run["schemas"], "prod") -%}
        {%- do prods.append(dbt_wap.schema_key(place["database"], place["schema"])) -%}
    {%- endfor -%}
    {%- for key, entry in dbt_wap.get_fingerprints(run["run_id"], phase).items()
        if dbt_wap.schema_key(entry["database"], entry["schema"]) in prods
    -%}
        {%- do before.update({key: entry}) -%}
    {%- endfor -%}
    {%- set relations = dbt_wap.relations_of(run["schemas"], side) -%}
    {%- set after = after or dbt_wap.fingerprint_relations(run["schemas"], side, relations, run.get("all_schemas")) -%}
    {%- set moved = dbt_wap.moved_relations(before, after) -%}
    {%- for key in dbt_wap.same_as_then(moved, before, after, relations) -%}
        {%- do moved.pop(key) -%}
    {%- endfor -%}
    {%- do return(moved) -%}
{% endmacro %}
