{# Return `meta.dbt_wap` of those of these nodes that have it as a mapping: {unique id: mapping}. Pure. #}
{% macro declared_options(nodes) %}
    {%- set found = {} -%}
    {%- for node in nodes -%}
        {%- set meta, in_config = node.get("meta") or {}, (node.get("config") or {}).get("meta") or {} -%}
        {%- if "dbt_wap" in meta or "dbt_wap" in in_config -%}
            {%- set own = in_config["dbt_wap"] if "dbt_wap" in in_config else meta["dbt_wap"] -%}
            {%- if own is mapping -%} {%- do found.update({node.unique_id: own}) -%} {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
