{#
    Return what changed on one side of a run's pairs since a phase was recorded: {relation key: sentence}. A change
    token may differ although the rows do not, so ask the engine before counting it as a change. after, relations: the
    fingerprints and relations of that side now, by default read here; keys: those that count. Reads only.
#}
{% macro moved_since(run, phase, side, after=none, keys=none, relations=none) %}
    {%- set before, now, own = {}, {}, {} -%}
    {%- set prods = dbt_wap.place_keys(run["schemas"], "prod") -%}
    {%- for key, entry in dbt_wap.get_fingerprints(run, phase).items() if keys is none or key in keys -%}
        {%- set schema = (entry["database"] or "") ~ "." ~ entry["schema"] -%}
        {%- if schema not in own -%}
            {%- do own.update({schema: dbt_wap.schema_key(entry["database"], entry["schema"]) in prods}) -%}
        {%- endif -%}
        {%- if own[schema] -%} {%- do before.update({key: entry}) -%} {%- endif -%}
    {%- endfor -%}
    {%- if after is none -%}
        {%- set relations = dbt_wap.relations_among(run["schemas"], side, keys) -%}
        {%- set after = dbt_wap.fingerprint_relations(run["schemas"], side, relations, run.get("all_schemas")) -%}
    {%- endif -%}
    {%- for key, entry in after.items() if keys is none or key in keys -%}
        {%- do now.update({key: entry}) -%}
    {%- endfor -%}
    {%- set moved = dbt_wap.compare_fingerprints(before, now) -%}
    {%- if not moved -%} {%- do return(moved) -%} {%- endif -%}
    {%- set relations = dbt_wap.relations_among(run["schemas"], side, keys) if relations is none else relations -%}
    {%- for key in dbt_wap.unchanged_since(moved, before, now, relations) -%}
        {%- do moved.pop(key) -%}
    {%- endfor -%}
    {%- do return(moved) -%}
{% endmacro %}
