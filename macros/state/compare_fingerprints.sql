{# What differs between two sets of fingerprints, as {relation key: sentence}: what moved and by how much. Pure. #}
{% macro compare_fingerprints(before, after) %}
    {%- set moved = {} -%}
    {%- for key, old in before.items() -%}
        {%- set what = dbt_wap._movement(old, after.get(key)) -%}
        {%- if what -%} {%- do moved.update({key: what}) -%} {%- endif -%}
    {%- endfor -%}
    {%- for key, new in after.items() if key not in before -%}
        {%- do moved.update(
            {key: dbt_wap._shown_fingerprint(new) ~ (" is missing" if new["kind"] == "inventory" else " is new")}
        ) -%}
    {%- endfor -%}
    {%- do return(moved) -%}
{% endmacro %}

{# What has become of one relation, or none. #}
{% macro _movement(old, new) %}
    {%- set name = dbt_wap._shown_fingerprint(old) -%}
    {%- if not new -%} {%- do return(name ~ " is gone") -%} {%- endif -%}
    {%- if new["kind"] != old["kind"] -%}
        {%- do return(name ~ " was a " ~ old["kind"] ~ ", is a " ~ new["kind"]) -%}
    {%- endif -%}
    {%- if new["hash"] == old["hash"] -%} {%- do return(none) -%} {%- endif -%}
    {%- if old["kind"] == "view" -%} {%- do return(name ~ " has another definition") -%} {%- endif -%}
    {%- if old["kind"] == "inventory" -%} {%- do return(name ~ " is not as it was") -%} {%- endif -%}
    {%- if new["rows"] != old["rows"] -%}
        {%- set more = new["rows"] - old["rows"] -%}
        {%- do return(
            name ~ " had " ~ old["rows"] ~ " rows, has " ~ new["rows"] ~ " (" ~ ("+" if more > 0 else "") ~ more ~ ")"
        ) -%}
    {%- endif -%}
    {%- if dbt_wap._has_equal_content(old, new) -%}
        {%- do return(name ~ " has other constraints, indexes or comments") -%}
    {%- endif -%}
    {%- do return(name ~ " has " ~ new["rows"] ~ " rows as before, with other values or columns") -%}
{% endmacro %}

{% macro _shown_fingerprint(entry) %}
    {%- if entry["kind"] == "inventory" -%}
        {%- do return("the record of what the archive of " ~ entry["schema"] ~ " holds") -%}
    {%- endif -%}
    {%- do return(entry["schema"] ~ "." ~ entry["name"]) -%}
{% endmacro %}

{# True when two tables that were fingerprinted so differ in their definitions alone. #}
{% macro _has_equal_content(old, new) %}
    {%- do return("/" in old["hash"] and old["hash"].split("/")[1] == new["hash"].split("/")[1]) -%}
{% endmacro %}
