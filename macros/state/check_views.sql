{# Refuses (code interrupted) when a view of prod reads an audit or archive schema of the run; text that only looks so does not count. Reads only. #}
{% macro check_views(run) %}
    {%- set pairs = run["schemas"] -%}
    {%- set database = pairs[0]["database"] -%}
    {%- set hidden, pattern = {}, [] -%}
    {%- for pair in pairs -%}
        {%- for schema in [pair["audit"], pair["archive"]] -%}
            {%- do hidden.update({schema: schema ~ "_"}) -%}
            {%- do pattern.append(modules.re.escape(schema)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set left = hidden.keys() | list + (run["options"].get("test_schemas", []) | map(attribute="schema") | list) -%}
    {%- set left = left | map("lower") | list -%}
    {%- set pattern = '(?<![\\w"])"?(' ~ pattern | join("|") ~ ')"?\\.' -%}
    {%- set suspects = {} -%}
    {%- for key, definition in dbt_wap.get_definitions(database, dbt_wap.list_schemas(database)).items()
        if definition["kind"] == "view" and definition["schema"] | lower not in left
    -%}
        {%- set found = modules.re.search(pattern, definition["body"], modules.re.I) -%}
        {%- if found -%}
            {%- do suspects.update({key: {"key": key, "body": definition["body"], "of": definition, "reads": found.group(1)}}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set views = suspects.values() | list -%}
    {%- set as_is, moved = dbt_wap.move_views(database, views, {}), dbt_wap.move_views(database, views, hidden) -%}
    {%- for view in views if moved[view["key"]] != as_is[view["key"]] -%}
        {%- do dbt_wap.refuse(
            "publish",
            "the view " ~ view["of"]["schema"] ~ "." ~ view["of"]["name"] ~ " reads the schema " ~ view["reads"],
            prod="published, but that view is wrong",
            next="wap rollback " ~ run["run_id"],
            code="interrupted",
        ) -%}
    {%- endfor -%}
{% endmacro %}
