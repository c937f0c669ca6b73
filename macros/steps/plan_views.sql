{#
    run-operation (runner only): whether this parse has the given views, and them alone, in their audit schemas while
    all else has prod's names (var dbt_wap_views). A naming macro that does not pass `node` on cannot do so: then the
    views are made after the exchange. Reads only the graph.
#}
{% macro plan_views(views, context=none) %}
    {%- set names, good = [], [] -%}
    {%- for node in dbt_wap.selected_nodes(views) -%}
        {%- do names.append(node.fqn | join(".")) -%}
        {%- set prefix = dbt_wap.get_var("wap_audit_prefix") | string | trim -%}
        {%- if node.schema.startswith(prefix) -%} {%- do good.append(node.unique_id) -%} {%- endif -%}
    {%- endfor -%}
    {%- set ready = views | length == good | length -%}
    {%- do dbt_wap.answer(context, {"ready": ready, "views": names, "beside": dbt_wap.caught_beside(views)}) -%}
{% endmacro %}
