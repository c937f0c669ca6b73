{#
    Return the relation keys of relations, each a mapping with database, schema and name, in the same order. Costs two
    calls for any number of relations. Pure.
#}
{% macro relation_keys(relations) %}
    {%- set names, keys = [], [] -%}
    {%- for relation in relations -%}
        {%- do names.extend([relation["database"] or "", relation["schema"], relation["name"]]) -%}
    {%- endfor -%}
    {%- for parts in dbt_wap.fold_names(names) | batch(3) -%}
        {%- do keys.append(parts | join(".")) -%}
    {%- endfor -%}
    {%- do return(keys) -%}
{% endmacro %}
