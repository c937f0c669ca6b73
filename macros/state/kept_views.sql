{# The cloned views that wait for their publish under another name, as {relation key of their own name: relation}. Reads only. #}
{% macro kept_views(places) %}
    {%- set kept = {} -%}
    {%- for relation in dbt_wap.list_relations(places) if (relation["name"] | upper).endswith(dbt_wap.kept_suffix()) -%}
        {%- set own = relation["name"][: -(dbt_wap.kept_suffix() | length)] -%}
        {%- do kept.update(
            {dbt_wap.relation_key(relation["database"], relation["schema"], own): dict(relation, own=own)}
        ) -%}
    {%- endfor -%}
    {%- do return(kept) -%}
{% endmacro %}
