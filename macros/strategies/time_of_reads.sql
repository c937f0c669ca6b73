{#
    Return the warehouse's time at which a step began to read about the pairs (see fresh_reads), or the time now if
    nothing has been read. Reads only.
#}
{% macro time_of_reads(pairs) %}
    {%- for pair in pairs[:1] if pair.get("seen", {}).get("taken_at") -%}
        {%- do return(pair["seen"]["taken_at"]) -%}
    {%- endfor -%}
    {%- do return(dbt_wap.warehouse_time()) -%}
{% endmacro %}
