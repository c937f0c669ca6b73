{# Refuses (code interrupted) when a view of prod names an audit or archive schema of the run. Reads only. #}
{% macro check_views(run) %}
    {%- set pairs = run["schemas"] -%}
    {%- set database = pairs[0]["database"] -%}
    {%- set definitions = dbt_wap.get_definitions(database, dbt_wap.list_schemas(database)) -%}
    {%- set hidden = [] -%}
    {%- for pair in pairs -%} {%- do hidden.extend([pair["audit"], pair["archive"]]) -%} {%- endfor -%}
    {%- set left = hidden + (run["options"].get("test_schemas", []) | map(attribute="schema") | list) -%}
    {%- set left = left | map("lower") | list -%}
    {%- set pattern = [] -%}
    {%- for schema in hidden -%} {%- do pattern.append(modules.re.escape(schema)) -%} {%- endfor -%}
    {%- set pattern = '(?<![\\w"])"?(' ~ pattern | join("|") ~ ')"?\\.' -%}
    {%- for definition in definitions.values()
        if definition["kind"] == "view" and definition["schema"] | lower not in left
    -%}
        {%- set found = modules.re.search(pattern, definition["body"], modules.re.I) -%}
        {%- if found -%}
            {%- do dbt_wap.refuse(
                "publish",
                "the view " ~ definition["schema"] ~ "." ~ definition["name"] ~ " reads the schema " ~ found.group(1),
                prod="published, but that view is wrong",
                next="wap rollback " ~ run["run_id"],
                code="interrupted",
            ) -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
