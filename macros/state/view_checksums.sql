{# {unique id: checksum of the code} of the project's views: publish makes them again from the same code or not at all. #}
{% macro view_checksums() %}
    {%- set found = {} -%}
    {%- for node in graph.nodes.values() if node.resource_type == "model" and node.config.materialized == "view" -%}
        {%- do found.update({node.unique_id: node.checksum.checksum}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
