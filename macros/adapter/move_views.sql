{#
    The bodies of views as they read in other schemas: {key: body}. views: [{key, body}]; schemas: {old name: new name};
    only: {old name: [relations]}, where just what reads these is to move. Reads only.
#}
{% macro move_views(views, schemas, only=none) %}
    {%- do return(
        adapter.dispatch("move_views", "dbt_wap")(views=views, schemas=schemas, only=only)
    ) -%}
{% endmacro %}

{% macro default__move_views(views, schemas, only) %}
    {%- do dbt_wap.unsupported("move_views") -%}
{% endmacro %}

{#
    The engine's own parser turns the text into a tree, the schema names are changed in the tree, and
    the engine writes it out again: a literal or an alias that looks like a schema is never touched.
    Atomic: yes, one query.
#}
{% macro duckdb__move_views(views, schemas, only) %}
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
            {%- do reads.setdefault(row["key"], []).append(dbt_wap.fold(path[-2]) ~ "." ~ dbt_wap.fold(path[-1])) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set left, done = namespace(views=views), [] -%}
    {%- set outer = (dbt_wap.fold(target.database) ~ ".") | length -%}
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

{#
    The result is for comparing alone: the words of the statement, one space between them. Nobody runs it; views are
    made by dbt. A name counts as a schema where a dot follows it. Atomic: yes, reads nothing.
#}
{% macro snowflake__move_views(views, schemas, only) %}
    {%- set moved = {} -%}
    {%- for view in views -%}
        {%- set tokens = dbt_wap._snowflake_tokens(dbt_wap.comparable_body(view["body"])) -%}
        {%- set names, moved_tokens = dbt_wap._snowflake_as_tokens(schemas), [] -%}
        {%- for token in tokens -%}
            {%- set is_schema = token in names and tokens[loop.index : loop.index + 1] == ["."] -%}
            {%- do moved_tokens.append(dbt_wap._snowflake_tokens(dbt_wap.identifier(schemas[names[token]]))[0] if is_schema else token) -%}
        {%- endfor -%}
        {%- do moved.update({view["key"]: moved_tokens | join(" ")}) -%}
    {%- endfor -%}
    {%- do return(moved) -%}
{% endmacro %}

{#
    The words of a statement: unquoted names in upper case, quoted names without quotes where they need none, no
    comments.
#}
{% macro _snowflake_tokens(sql) %}
    {%- set tokens = [] -%}
    {%- for word in dbt_wap._snowflake_words(sql) if word | trim -%}
        {%- if word[:2] in ["--", "//", "/*"] -%}
        {%- elif modules.re.fullmatch('"[A-Z_][A-Z0-9_$]*"', word) -%} {%- do tokens.append(word[1:-1]) -%}
        {%- elif word[0] in "'\"$" -%} {%- do tokens.append(word) -%}
        {%- else -%} {%- do tokens.append(word | upper) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(tokens) -%}
{% endmacro %}

{#
    A statement in pieces that make it up again: texts, quoted names, comments, words, numbers, single signs, white
    space.
#}
{% macro _snowflake_words(sql) %}
    {%- set pattern = (
        "\\$\\$.*?\\$\\$|'(?:[^'\\\\]|\\\\.|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|//[^\n]*|/\\*.*?\\*/|[A-Za-z_][\\w$]*|\\d[\\w.]*|\\s+|\\S"
    ) -%}
    {%- do return(modules.re.findall(pattern, sql, modules.re.S)) -%}
{% endmacro %}

{# {how a schema's name stands among the words of a statement: its stored name}. #}
{% macro _snowflake_as_tokens(schemas) %}
    {%- set names = {} -%}
    {%- for schema in schemas -%}
        {%- do names.update({dbt_wap._snowflake_tokens(dbt_wap.identifier(schema))[0]: schema}) -%}
    {%- endfor -%}
    {%- do return(names) -%}
{% endmacro %}

{# Which of these schemas the query of a view names: what comes after its own name, columns and options. #}
{% macro _snowflake_schemas_read(body, schemas) %}
    {%- set names, found = dbt_wap._snowflake_as_tokens(schemas), [] -%}
    {%- set tokens = dbt_wap._snowflake_tokens(body) -%}
    {%- set query = tokens[tokens.index("AS") + 1 :] if "AS" in tokens else tokens -%}
    {%- for token in query -%}
        {%- if token in names and query[loop.index : loop.index + 1] == ["."] -%}
            {%- do found.append(names[token]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found | unique | list) -%}
{% endmacro %}
