{#
    Return whether both relations are tables with equal content: the same columns and the same multiset of rows; none if
    only equal_content_sql tells. columns: of the entry. Pure.
#}
{% macro content_equals(before, after, columns, facts) %}
    {%- do return(
        adapter.dispatch("content_equals", "dbt_wap")(before=before, after=after, columns=columns, facts=facts)
    ) -%}
{% endmacro %}

{% macro default__content_equals(before, after, columns, facts) %}
    {%- do dbt_wap.unsupported("content_equals") -%}
{% endmacro %}

{# The fingerprints already cover the rows; a missing one proves nothing. Atomic: yes, reads nothing. #}
{% macro duckdb__content_equals(before, after, columns, facts) %}
    {%- set old = facts["fingerprints"]["before"].get(before["key"], {}) -%}
    {%- set new = facts["fingerprints"]["after"].get(after["key"], {}) -%}
    {%- set tables = before["kind"] == "table" and after["kind"] == "table" -%}
    {%- set known = tables and old.get("hash") is not none -%}
    {%- do return(known and old["hash"] == new["hash"] and old["rows"] == new["rows"]) -%}
{% endmacro %}

{#
    Neither the table nor its clone changed since the clone, or a scan tells. A missing fingerprint proves nothing.
    Atomic: yes, reads nothing.
#}
{% macro snowflake__content_equals(before, after, columns, facts) %}
    {%- set old = facts["fingerprints"]["before"].get(before["key"], {}) -%}
    {%- set new = facts["fingerprints"]["after"].get(after["key"], {}) -%}
    {%- if before["kind"] == "view" or after["kind"] == "view" or old["rows"] != new["rows"] -%}
        {%- do return(false) -%}
    {%- endif -%}
    {%- if columns["added"] or columns["removed"] or columns["retyped"] -%}
        {%- do return(false) -%}
    {%- endif -%}
    {%- set untouched = (
        old.get("hash") is not none
        and new.get("hash") is not none
        and facts["at_clone"]["before"].get(before["key"], {}).get("hash") == old["hash"]
        and facts["at_clone"]["after"].get(after["key"], {}).get("hash") == new["hash"]
    ) -%}
    {%- do return(true if untouched else none) -%}
{% endmacro %}
