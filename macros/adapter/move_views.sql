{# Rewrite the bodies of views to read from other schemas: {key: body}. Reads only. #}
{% macro move_views(views, schemas, only=none) %}
    {%- do return(
        adapter.dispatch("move_views", "dbt_wap")(views=views, schemas=schemas, only=only)
    ) -%}
{% endmacro %}

{% macro default__move_views(views, schemas, only) %}
    {%- do dbt_wap.unsupported("move_views") -%}
{% endmacro %}

{#
    DuckDB's parser turns the query into a tree, this macro replaces the schema names in the tree, and DuckDB writes the
    query from it. A literal or an alias that looks like a schema does not change. Atomic: yes, one query.
#}
{% macro duckdb__move_views(views, schemas, only) %}
    {%- if not views -%} {%- do return({}) -%} {%- endif -%}
    {%- set replaced = [] -%}
    {%- for old, new in schemas | items if only is none or (old in only and only[old]) -%}
        {%- do replaced.extend(dbt_wap._duckdb_schema_patterns(old, new, only[old] if only is not none else none)) -%}
    {%- endfor -%}
    {%- set sql %}
        select
            key,
            head || json_deserialize_sql((
                {%- for _ in replaced %}regexp_replace({% endfor -%}
                json_serialize_sql(body)::varchar
                {%- for pattern, by in replaced -%}
                    , {{ dbt_wap.text_literal(pattern) }}, {{ dbt_wap.text_literal(by) }}, 'g')
                {%- endfor -%}
            )::json) as body
        from ({{ dbt_wap._duckdb_queries_sql(views) }}) as v
    {% endset -%}
    {%- set moved = {} -%}
    {%- for row in dbt_wap.rows_of(sql) -%} {%- do moved.update({row["key"]: row["body"]}) -%} {%- endfor -%}
    {%- do return(moved) -%}
{% endmacro %}

{#
    Return [pattern, replacement] for each place where the tree names a schema. relations: change only references to
    these, or to all relations if none. Pure.
#}
{% macro _duckdb_schema_patterns(old, new, relations) %}
    {%- set text, names = '"(?:[^"\\\\]|\\\\.)*"', [] -%}
    {%- for name in relations or [] -%}
        {%- do names.append(modules.re.escape(dbt_wap._duckdb_in_json(name))) -%}
    {%- endfor -%}
    {%- set table = text if relations is none else '"(?i:' ~ names | join("|") ~ ')"' -%}
    {%- set from_name = '"(?i:' ~ modules.re.escape(dbt_wap._duckdb_in_json(old)) ~ ')"' -%}
    {%- set to_name = '"' ~ dbt_wap._duckdb_in_json(new).replace("\\", "\\\\") ~ '"' -%}
    {%- set path, column = '("path":\\[(?:' ~ text ~ ",)?)", '("column_names":\\[(?:' ~ text ~ ",)?)" -%}
    {%- do return(
        [
            ['"schema_name":' ~ from_name ~ '(,"table_name":' ~ table ~ ")", '"schema_name":' ~ to_name ~ "\\1"],
            [path ~ from_name ~ "(," ~ table ~ "\\])", "\\1" ~ to_name ~ "\\2"],
            [column ~ from_name ~ "(," ~ table ~ "(?:," ~ text ~ ")+\\])", "\\1" ~ to_name ~ "\\2"],
        ]
    ) -%}
{% endmacro %}

{# Build a query for views in parts: (key, head: column names and AS, body: the query). Pure. #}
{% macro _duckdb_queries_sql(views) %}
    {%- set texts, head = [], '^\\s*(?:\\((?:"(?:[^"]|"")*"|[^()"])*\\))?\\s*AS\\s' -%}
    {%- for view in views -%} {%- do texts.append([view["key"], view["body"]]) -%} {%- endfor -%}
    {%- set sql %}
        select view[1] as key, regexp_extract(view[2], {{ dbt_wap.text_literal(head) }}) as head,
            substr(view[2], length(head) + 1) as body
        from (select unnest(from_json({{ dbt_wap.text_literal(tojson(texts)) }}, '[["VARCHAR"]]')) as view)
    {% endset -%}
    {%- do return(sql) -%}
{% endmacro %}

{# Return a name as DuckDB writes it in JSON: it escapes only backslashes and quotes. Pure. #}
{% macro _duckdb_in_json(name) %}
    {%- do return(name.replace("\\", "\\\\").replace('"', '\\"')) -%}
{% endmacro %}

{# Sort views ([{key, body, ..}]) so that each one follows the views that it reads. Reads only. #}
{% macro _duckdb_in_reading_order(views) %}
    {%- set reads = dbt_wap._duckdb_names_read(views) if views else {} -%}
    {%- set outer = (dbt_wap.fold(target.database) ~ ".") | length -%}
    {%- set left, done = namespace(views=views), [] -%}
    {%- for _ in views if left.views -%}
        {%- set waiting, later = [], [] -%}
        {%- for view in left.views -%} {%- do waiting.append(view["key"][outer:]) -%} {%- endfor -%}
        {%- for view in left.views -%}
            {%- set own = view["key"][outer:] -%}
            {%- if reads.get(view["key"], []) | select("in", waiting) | reject("equalto", own) | list -%}
                {%- do later.append(view) -%}
            {%- else -%} {%- do done.append(view) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set left.views = later -%}
    {%- endfor -%}
    {%- do return(done + left.views) -%}
{% endmacro %}

{# Return what each view reads, as DuckDB's parser sees it: {view key: [schema.name]}. Reads only. #}
{% macro _duckdb_names_read(views) %}
    {%- set pattern = '"path":\\[(?:"(?:[^"\\\\]|\\\\.)*",?)*\\]' -%}
    {%- set sql %}
        select
            key,
            unnest(regexp_extract_all(json_serialize_sql(body)::varchar, {{ dbt_wap.text_literal(pattern) }})) as path
        from ({{ dbt_wap._duckdb_queries_sql(views) }}) as v
    {% endset -%}
    {%- set reads = {} -%}
    {%- for row in dbt_wap.rows_of(sql) -%}
        {%- set path = fromjson("{" ~ row["path"] ~ "}")["path"] -%}
        {%- if path | length > 1 -%}
            {%- do reads.setdefault(row["key"], []).append(dbt_wap.fold(path[-2]) ~ "." ~ dbt_wap.fold(path[-1])) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(reads) -%}
{% endmacro %}

{#
    Return the tokens of the statement, joined by spaces. Use them only to compare, since dbt creates the views. A name
    counts as a schema if a dot follows it. Atomic: yes, reads nothing.
#}
{% macro snowflake__move_views(views, schemas, only) %}
    {%- set moved, names = {}, dbt_wap._snowflake_as_tokens(schemas) -%}
    {%- for view in views -%}
        {%- set tokens, words = dbt_wap._snowflake_tokens(dbt_wap.comparable_body(view["body"])), [] -%}
        {%- for token in tokens -%}
            {%- if token in names and tokens[loop.index : loop.index + 1] == ["."] -%}
                {%- do words.extend(dbt_wap._snowflake_tokens(dbt_wap.identifier(schemas[names[token]]))) -%}
            {%- else -%} {%- do words.append(token) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- do moved.update({view["key"]: words | join(" ")}) -%}
    {%- endfor -%}
    {%- do return(moved) -%}
{% endmacro %}

{# Return {token of a schema in a statement: its stored name}. Pure. #}
{% macro _snowflake_as_tokens(schemas) %}
    {%- set names = {} -%}
    {%- for schema in schemas -%}
        {%- do names.update({dbt_wap._snowflake_tokens(dbt_wap.identifier(schema))[0]: schema}) -%}
    {%- endfor -%}
    {%- do return(names) -%}
{% endmacro %}
