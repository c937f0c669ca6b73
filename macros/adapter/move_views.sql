{#
    The bodies of views as they read in other schemas: {key: body}. views: [{key, body}]; schemas: {old name: new name};
    only: {old name: [relations]}, where just what reads these is to move. Reads only.
#}
{% macro move_views(database, views, schemas, only=none) %}
    {%- do return(
        adapter.dispatch("move_views", "dbt_wap")(database=database, views=views, schemas=schemas, only=only)
    ) -%}
{% endmacro %}

{% macro default__move_views(database, views, schemas, only) %}
    {%- do dbt_wap.unsupported("move_views") -%}
{% endmacro %}

{#
    The engine's own parser turns the text into a tree, the schema names are changed in the tree, and
    the engine writes it out again: a literal or an alias that looks like a schema is never touched.
    Atomic: yes, one query.
#}
{% macro duckdb__move_views(database, views, schemas, only) %}
    {%- if not views -%} {%- do return({}) -%} {%- endif -%}
    {%- set tree = namespace(sql="json_serialize_sql(body)::varchar") -%}
    {%- set text = '"(?:[^"\\\\]|\\\\.)*"' -%}
    {%- for old, new in schemas.items() if only is none or only.get(old) -%}
        {%- set names = [] -%}
        {%- for name in only[old] if only is not none -%}
            {%- do names.append(modules.re.escape(dbt_wap._duckdb_in_json(name))) -%}
        {%- endfor -%}
        {%- set table = text if only is none else '"(?i:' ~ names | join("|") ~ ')"' -%}
        {%- set from_name = '"(?i:' ~ modules.re.escape(dbt_wap._duckdb_in_json(old)) ~ ')"' -%}
        {%- set to_name = '"' ~ dbt_wap._duckdb_in_json(new).replace("\\", "\\\\") ~ '"' -%}
        {%- for pattern, by in [
            ['"schema_name":' ~ from_name ~ '(,"table_name":' ~ table ~ ")", '"schema_name":' ~ to_name ~ "\\1"],
            ['("path":\\[(?:' ~ text ~ ",)?)" ~ from_name ~ "(," ~ table ~ "\\])", "\\1" ~ to_name ~ "\\2"],
            [
                '("column_names":\\[(?:' ~ text ~ ",)?)" ~ from_name ~ "(," ~ table ~ "(?:," ~ text ~ ")+\\])",
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

{# The views ([{key, body, ..}]) in an order in which each finds the others that it reads. #}
{% macro _duckdb_in_reading_order(views) %}
    {%- if not views -%} {%- do return([]) -%} {%- endif -%}
    {%- set rows, reads = [], {} -%}
    {%- for view in views -%}
        {%- set sql = modules.re.sub('^\\s*(?:\\((?:"(?:[^"]|"")*"|[^()"])*\\))?\\s*AS\\s', "", view["body"]) -%}
        {%- do rows.append("(" ~ dbt_wap.text_literal(view["key"]) ~ ", " ~ dbt_wap.text_literal(sql) ~ ")") -%}
    {%- endfor -%}
    {%- set pattern = '"path":\\[(?:"(?:[^"\\\\]|\\\\.)*",?)*\\]' -%}
    {%- for row in dbt_wap.rows_of(
        "select key, unnest(regexp_extract_all(json_serialize_sql(body)::varchar, " ~ dbt_wap.text_literal(pattern)
        ~ ")) as path from (values " ~ rows | join(", ") ~ ") as v(key, body)"
    ) -%}
        {%- set path = fromjson("{" ~ row["path"] ~ "}")["path"] -%}
        {%- if path | length > 1 -%}
            {%- do reads.setdefault(row["key"], []).append(dbt_wap.relation_key(path[-2], path[-1])) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set left, done = namespace(views=views), [] -%}
    {%- for _ in views if left.views -%}
        {%- set waiting, later = left.views | map(attribute="key") | list, [] -%}
        {%- for view in left.views -%}
            {%- if reads.get(view["key"], []) | select("in", waiting) | reject("equalto", view["key"]) | list -%}
                {%- do later.append(view) -%}
            {%- else -%} {%- do done.append(view) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set left.views = later -%}
    {%- endfor -%}
    {%- do return(done + left.views) -%}
{% endmacro %}
