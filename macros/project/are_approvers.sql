{#
    Return true for a list of distinct approvers: names, {name: name} or {group: name}, each mapping optionally with
    `identity`, a kind from identities or a list of them, or null. Pure.
#}
{% macro are_approvers(value) %}
    {%- if value is string or value is mapping or value is not sequence -%}
        {%- do return(false) -%}
    {%- endif -%}
    {%- set seen = [] -%}
    {%- for written in value -%}
        {%- set entry = {"name": written} if written is string else written -%}
        {%- if not dbt_wap._is_approver(entry) -%} {%- do return(false) -%} {%- endif -%}
        {%- set kind = "group" if "group" in entry else "name" -%}
        {%- do seen.append(kind ~ ":" ~ dbt_wap.person_key(entry[kind])) -%}
    {%- endfor -%}
    {%- do return(seen | unique(case_sensitive=true) | list | length == seen | length) -%}
{% endmacro %}

{% macro _is_approver(entry) %}
    {%- if entry is not mapping or ("name" in entry) == ("group" in entry) -%}
        {%- do return(false) -%}
    {%- endif -%}
    {%- if entry.keys() | reject("in", ["name", "group", "identity"]) | list -%}
        {%- do return(false) -%}
    {%- endif -%}
    {%- set name = entry["group"] if "group" in entry else entry["name"] -%}
    {%- if name is not string or not name | trim -%} {%- do return(false) -%} {%- endif -%}
    {%- set kinds = entry.get("identity") -%}
    {%- if kinds is none -%} {%- do return(true) -%} {%- endif -%}
    {%- set kinds = [kinds] if kinds is string else kinds -%}
    {%- if kinds is mapping or kinds is not sequence or not kinds -%} {%- do return(false) -%} {%- endif -%}
    {%- do return(kinds | reject("in", dbt_wap.identities()) | list == []) -%}
{% endmacro %}
