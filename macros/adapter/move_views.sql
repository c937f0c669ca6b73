{# The bodies of views as they read in other schemas: {key: body}. views: [{key, body}]; schemas: {old name: new name}. Reads only. #}
{% macro move_views(database, views, schemas) %}
    {%- do return(adapter.dispatch("move_views", "dbt_wap")(database=database, views=views, schemas=schemas)) -%}
{% endmacro %}

{% macro default__move_views(database, views, schemas) %}
    {%- do dbt_wap.unsupported("move_views") -%}
{% endmacro %}

{#
    The engine's own parser turns the text into a tree, the schema names are changed in the tree, and
    the engine writes it out again: a literal or an alias that looks like a schema is never touched.
    Atomic: yes, one query.
#}
{% macro duckdb__move_views(database, views, schemas) %}
    {%- if not views -%} {%- do return({}) -%} {%- endif -%}
    {%- set tree = namespace(sql="json_serialize_sql(body)::varchar") -%}
    {%- set text = '"(?:[^"\\\\]|\\\\.)*"' -%}
    {%- for old, new in schemas.items() -%}
        {%- set from_name = '"(?i:' ~ modules.re.escape(dbt_wap._duckdb_in_json(old)) ~ ')"' -%}
        {%- set to_name = '"' ~ dbt_wap._duckdb_in_json(new).replace("\\", "\\\\") ~ '"' -%}
        {%- for pattern, by in [
            ['"schema_name":' ~ from_name, '"schema_name":' ~ to_name],
            ['("path":\\[(?:' ~ text ~ ",)?)" ~ from_name ~ "(," ~ text ~ "\\])", "\\1" ~ to_name ~ "\\2"],
            [
                '("column_names":\\[(?:' ~ text ~ ",)?)" ~ from_name ~ "((?:," ~ text ~ "){2,}\\])",
                "\\1" ~ to_name ~ "\\2",
            ],
        ] -%}
            {%- set tree.sql = (
                "regexp_replace(" ~ tree.sql ~ ", " ~ dbt_wap.text_literal(pattern) ~ ", "
                ~ dbt_wap.text_literal(by) ~ ", 'g')"
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set rows = [] -%}
    {%- set heads = {} -%}
    {%- for view in views -%}
        {%- set found = modules.re.match('(\\s*(?:\\((?:"(?:[^"]|"")*"|[^()"])*\\))?\\s*AS\\s)(.*)', view["body"], modules.re.S) -%}
        {%- do heads.update({view["key"]: found.group(1)}) -%}
        {%- do rows.append(
            "(" ~ dbt_wap.text_literal(view["key"]) ~ ", " ~ dbt_wap.text_literal(found.group(2)) ~ ")"
        ) -%}
    {%- endfor -%}
    {%- set moved = {} -%}
    {%- for row in dbt_wap.rows_of(
        "select key, json_deserialize_sql((" ~ tree.sql ~ ")::json) as body from (values "
        ~ rows | join(", ") ~ ") as v(key, body)"
    ) -%}
        {%- do moved.update({row["key"]: heads[row["key"]] ~ row["body"]}) -%}
    {%- endfor -%}
    {%- do return(moved) -%}
{% endmacro %}

{# A name as the engine writes it inside a JSON text: only the backslash and the quote are escaped. #}
{% macro _duckdb_in_json(name) %}
    {%- do return(name.replace("\\", "\\\\").replace('"', '\\"')) -%}
{% endmacro %}
