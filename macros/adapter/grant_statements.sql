{# Build GRANT statements. Pure. #}
{% macro grant_statements(rows) %}
    {%- do return(adapter.dispatch("grant_statements", "dbt_wap")(rows=rows)) -%}
{% endmacro %}

{% macro default__grant_statements(rows) %} {%- do dbt_wap.unsupported("grant_statements") -%} {% endmacro %}

{# DuckDB has no grants, so any row is an error. Atomic: yes, builds no statement. #}
{% macro duckdb__grant_statements(rows) %}
    {%- if rows -%}
        {%- do dbt_wap.refuse("grant_statements", "DuckDB has no grants", next="wap doctor") -%}
    {%- endif -%}
    {%- do return([]) -%}
{% endmacro %}

{#
    Build one statement per grantee and object, in the order of the rows. Atomic: no, each statement commits. If one
    fails, the earlier grants stay, and granting them again changes nothing.
#}
{% macro snowflake__grant_statements(rows) %}
    {%- do return(dbt_wap._snowflake_privilege_statements("grant", rows)) -%}
{% endmacro %}

{# Build GRANT or REVOKE statements. Combine privileges where the documented grammar allows it. Pure. #}
{% macro _snowflake_privilege_statements(verb, rows) %}
    {%- set groups = {} -%}
    {%- for row in rows -%}
        {%- set privilege = dbt_wap._snowflake_privilege(verb, row) -%}
        {%- set parts = [
            verb,
            "grant option for" if row.get("only_option") else "",
            "inherited" if row["on"] == "inherited" else "",
            dbt_wap._snowflake_grant_object(row),
            dbt_wap._snowflake_grantee(verb, row),
            "with grant option" if dbt_wap._snowflake_takes_option(verb, row) else "",
            "cascade" if row.get("cascade") else ""
        ] -%}
        {%- set alone = (
            privilege == "OWNERSHIP" or row["to_kind"] == "SHARE" or (verb == "revoke" and row["on"] == "inherited")
        ) -%}
        {%- set group = groups.setdefault((parts, privilege if alone) | string, {"parts": parts, "privileges": []}) -%}
        {%- if privilege not in group["privileges"] -%}
            {%- do group["privileges"].append(privilege) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set statements = [] -%}
    {%- for group in groups.values() -%}
        {%- set parts = group["parts"] -%}
        {%- set words = parts[:3] + [group["privileges"] | join(", ")] + parts[3:] -%}
        {%- do statements.append(words | select | join(" ")) -%}
    {%- endfor -%}
    {%- do return(statements) -%}
{% endmacro %}

{#
    Return a privilege as SQL writes it. Refuse OWNERSHIP of an existing object, which Snowflake transfers rather than
    grants. Pure.
#}
{% macro _snowflake_privilege(verb, row) %}
    {%- set privilege = row["privilege"] | upper -%}
    {%- if not modules.re.match("[A-Z][A-Z0-9_ .$]*$", privilege) -%}
        {%- do dbt_wap.refuse(verb ~ "_statements", "not a privilege: " ~ privilege, next="wap doctor") -%}
    {%- elif privilege == "OWNERSHIP" and row["on"] != "future" -%}
        {%- do dbt_wap.refuse(verb ~ "_statements", "OWNERSHIP can only be transferred", next="wap doctor") -%}
    {%- endif -%}
    {%- do return(privilege) -%}
{% endmacro %}

{#
    Return the object of a grant, such as: on schema "D"."S", on VIEW "D"."S"."N", on future TABLES in schema "D"."S".
    Pure.
#}
{% macro _snowflake_grant_object(row) %}
    {%- set name = dbt_wap.relation_name(row["database"], row["schema"], row["name"]) -%}
    {%- if row["on"] == "schema" -%} {%- do return("on schema " ~ name) -%} {%- endif -%}
    {%- set kind = dbt_wap._snowflake_grant_word(row["kind"]) -%}
    {%- if row["on"] == "relation" -%} {%- do return("on " ~ kind ~ " " ~ name) -%} {%- endif -%}
    {%- set kinds = kind[:-1] ~ "IES" if kind.endswith("Y") else kind ~ "S" -%}
    {%- do return("on " ~ ("future" if row["on"] == "future" else "all") ~ " " ~ kinds ~ " in schema " ~ name) -%}
{% endmacro %}

{# Return the grantee, such as: to role "R", from database role "D"."R". Pure. #}
{% macro _snowflake_grantee(verb, row) %}
    {%- if row["to_kind"] not in ["APPLICATION", "DATABASE_ROLE", "ROLE", "SHARE", "USER"] or not row["to_name"] -%}
        {%- do dbt_wap.refuse(
            verb ~ "_statements",
            "cannot grant to " ~ (row["to_kind"] or "a grantee") ~ " " ~ (row["to_name"] or "without a name"),
            next="wap doctor"
        ) -%}
    {%- endif -%}
    {%- set name = dbt_wap.identifier(row["to_name"]) -%}
    {%- if row["to_kind"] == "DATABASE_ROLE" -%}
        {%- set name = dbt_wap.relation_name(row["database"], row["to_name"]) -%}
    {%- endif -%}
    {%- do return(
        ("to " if verb == "grant" else "from ") ~ row["to_kind"] | lower | replace("_", " ") ~ " " ~ name
    ) -%}
{% endmacro %}

{#
    Return true if the statement may include the grant option. Shares, applications, inherited grants and future
    ownership do not support it. Pure.
#}
{% macro _snowflake_takes_option(verb, row) %}
    {%- do return(
        verb == "grant"
        and row["option"]
        and row["on"] != "inherited"
        and row["to_kind"] not in ["APPLICATION", "SHARE"]
        and row["privilege"] | upper != "OWNERSHIP"
    ) -%}
{% endmacro %}
