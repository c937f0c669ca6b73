{#
    Return the run with pairs that remember what is read about them (`seen`), so that the macros of a step share one
    read of the catalog, of the schemas and of change tokens. Call it again after every change, and wherever another
    process may have changed something that matters. The records of the run, which change only while it is written and
    audited, are kept from `known`, the run as it was before. Pure.
#}
{% macro fresh_reads(run, known=none) %}
    {%- if not run["schemas"] -%} {%- do return(run) -%} {%- endif -%}
    {%- set seen, pairs, before = {"places": {}, "catalog": {}}, [], (known or run)["schemas"][0].get("seen", {}) -%}
    {%- if "records" in before -%} {%- do seen.update({"records": before["records"]}) -%} {%- endif -%}
    {%- for pair in run.get("all_schemas") or run["schemas"] -%}
        {%- set undone = dbt_wap.archive_schema_name(pair["prod"], run["run_id"], undone=true) -%}
        {%- set names = [pair["prod"], pair["audit"], pair["archive"], undone] -%}
        {%- do seen["places"].setdefault(pair["database"], []).extend(names) -%}
    {%- endfor -%}
    {%- for place in run["options"].get("test_schemas", []) -%}
        {%- do seen["places"].setdefault(place["database"], []).append(place["schema"]) -%}
    {%- endfor -%}
    {%- for pair in run["schemas"] -%} {%- do pairs.append(dict(pair, seen=seen)) -%} {%- endfor -%}
    {%- do return(dict(run, schemas=pairs)) -%}
{% endmacro %}
