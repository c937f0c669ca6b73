{#
    Compare two sets of fingerprints and return {relation key: sentence} for each relation that differs, such as how
    many rows were added. Pure.
#}
{% macro compare_fingerprints(before, after) %}
    {%- set moved = {} -%}
    {%- for key, old in before.items() -%}
        {%- set new = after.get(key) -%}
        {%- if not new or new["hash"] != old["hash"] or new["kind"] != old["kind"] -%}
            {%- do moved.update({key: dbt_wap._movement(old, new)}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for key, new in after.items() if key not in before -%}
        {%- do moved.update(
            {key: dbt_wap._shown_fingerprint(new) ~ (" is missing" if new["kind"] == "inventory" else " is new")}
        ) -%}
    {%- endfor -%}
    {%- do return(moved) -%}
{% endmacro %}

{# Return the sentence for a relation that changed. #}
{% macro _movement(old, new) %}
    {%- set name = dbt_wap._shown_fingerprint(old) -%}
    {%- if not new -%} {%- do return(name ~ " no longer exists") -%} {%- endif -%}
    {%- if new["kind"] != old["kind"] -%}
        {%- do return(name ~ " was a " ~ old["kind"] ~ " and is now a " ~ new["kind"]) -%}
    {%- endif -%}
    {%- if old["kind"] == "view" -%} {%- do return(name ~ " has a different definition") -%} {%- endif -%}
    {%- if old["kind"] == "inventory" -%} {%- do return(name ~ " has changed") -%} {%- endif -%}
    {%- if new["rows"] != old["rows"] -%}
        {%- set more = new["rows"] - old["rows"] -%}
        {%- do return(
            name ~ " had " ~ dbt_wap.counted(old["rows"], "row") ~ " and now has " ~ new["rows"]
            ~ " (" ~ ("+" if more > 0 else "") ~ more ~ ")"
        ) -%}
    {%- endif -%}
    {%- if dbt_wap._has_equal_content(old, new) -%}
        {%- do return(name ~ " has different constraints, indexes or comments") -%}
    {%- endif -%}
    {%- set rows = dbt_wap.counted(new["rows"], "row") -%}
    {%- do return(name ~ " still has " ~ rows ~ ", but with different values or columns") -%}
{% endmacro %}

{# Return the name of a fingerprint's relation in a sentence. #}
{% macro _shown_fingerprint(entry) %}
    {%- if entry["kind"] == "inventory" -%}
        {%- do return("the inventory of the archive of " ~ entry["schema"]) -%}
    {%- endif -%}
    {%- do return(entry["schema"] ~ "." ~ entry["name"]) -%}
{% endmacro %}

{# Return true if two tables have the same content and differ only in their definitions. #}
{% macro _has_equal_content(old, new) %}
    {%- do return("/" in old["hash"] and old["hash"].split("/")[1] == new["hash"].split("/")[1]) -%}
{% endmacro %}
