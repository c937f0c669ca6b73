{#
    Refuse (code interrupted) when a view in prod or elsewhere reads an audit or archive schema of the run. Reads only.
#}
{% macro check_view_reads(run) %}
    {%- set pairs, hidden, left, known = run["schemas"], [], [], {} -%}
    {%- for side in ["audit", "archive"] -%}
        {%- do hidden.extend(pairs | map(attribute=side) | list) -%}
        {%- do left.extend(dbt_wap.place_keys(pairs, side)) -%}
    {%- endfor -%}
    {%- for place in run["options"].get("test_schemas", []) -%}
        {%- do left.append(dbt_wap.schema_key(place["database"], place["schema"])) -%}
    {%- endfor -%}
    {%- for view in dbt_wap.views_reading(dbt_wap.databases_of(pairs), hidden) -%}
        {%- set place = view["database"] ~ "." ~ view["schema"] -%}
        {%- if place not in known -%}
            {%- do known.update({place: dbt_wap.schema_key(view["database"], view["schema"])}) -%}
        {%- endif -%}
        {%- if known[place] not in left -%}
            {%- do dbt_wap.refuse(
                "publish",
                "the view " ~ view["schema"] ~ "." ~ view["name"] ~ " reads the audit or archive schema "
                ~ view["reads"][0],
                prod="published, but that view is wrong",
                next="wap rollback " ~ run["run_id"],
                code="interrupted",
            ) -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
